//! What is asked: t8n's `alloc`, `env` and `txs` under one fork.

use crate::rules::Rules;
use crate::state::State;
use alloy_consensus::transaction::{Recovered, SignerRecoverable};
use alloy_consensus::{Header, TxEnvelope};
use alloy_eips::eip4895::Withdrawal;
use alloy_genesis::GenesisAccount;
use alloy_primitives::{Address, B256, U256};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// One block to execute.
pub struct Execute {
    pub rules: Rules,
    pub chain_id: u64,
    pub header: Header,
    pub parent_hash: B256,
    pub ommers: Vec<Header>,
    pub withdrawals: Option<Vec<Withdrawal>>,
    pub state: State,
    /// In order; the words are those of what is wrong with one that cannot be read.
    pub transactions: Vec<Result<Recovered<TxEnvelope>, String>>,
    /// Whether invalid transactions are left out; otherwise the first ends the block.
    pub skips: bool,
}

#[derive(Deserialize)]
struct Request {
    state: Setting,
    input: Input,
    #[serde(default)]
    options: Options,
}

#[derive(Deserialize)]
struct Setting {
    fork: String,
    chainid: U256,
}

#[derive(Deserialize)]
struct Input {
    alloc: BTreeMap<Address, GenesisAccount>,
    env: Env,
    txs: Vec<Value>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct Options {
    invalid_transactions: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Env {
    current_coinbase: Address,
    current_gas_limit: U256,
    current_number: U256,
    current_timestamp: U256,
    #[serde(default)]
    current_difficulty: U256,
    #[serde(default)]
    current_random: U256,
    current_base_fee: Option<U256>,
    current_excess_blob_gas: Option<U256>,
    parent_beacon_block_root: Option<B256>,
    #[serde(default)]
    block_hashes: BTreeMap<String, B256>,
    #[serde(default)]
    ommers: Vec<Ommer>,
    withdrawals: Option<Vec<Withdrawal>>,
}

#[derive(Deserialize)]
struct Ommer {
    delta: u64,
    address: Address,
}

impl Execute {
    /// Reads a request; says in words what cannot be read.
    pub fn read(request: &Value) -> Result<Self, String> {
        let Request {
            state,
            input,
            options,
        } = Request::deserialize(request).map_err(|error| error.to_string())?;
        let Input { alloc, env, txs } = input;
        let rules = Rules::named(&state.fork).ok_or(format!("no fork {}", state.fork))?;
        let hashes = env.block_hashes.iter().filter_map(|(number, hash)| {
            let number: u64 = number.parse().ok()?;
            Some((number, *hash))
        });
        let chain_id = state.chainid.saturating_to();
        let header = env.header();
        let state = State::new(alloc, hashes.collect());
        let parent = header.number.saturating_sub(1).to_string();
        Ok(Self {
            rules,
            chain_id,
            parent_hash: env.block_hashes.get(&parent).copied().unwrap_or_default(),
            ommers: env
                .ommers
                .iter()
                .map(|ommer| ommer.header(header.number))
                .collect(),
            header,
            withdrawals: env.withdrawals,
            state,
            transactions: txs.into_iter().map(read_transaction).collect(),
            skips: options.invalid_transactions.as_deref() == Some("skip"),
        })
    }
}

impl Env {
    fn header(&self) -> Header {
        Header {
            number: self.current_number.saturating_to(),
            timestamp: self.current_timestamp.saturating_to(),
            beneficiary: self.current_coinbase,
            gas_limit: self.current_gas_limit.saturating_to(),
            difficulty: self.current_difficulty,
            mix_hash: self.current_random.into(),
            base_fee_per_gas: self.current_base_fee.map(|fee| fee.saturating_to()),
            excess_blob_gas: self.current_excess_blob_gas.map(|gas| gas.saturating_to()),
            parent_beacon_block_root: self.parent_beacon_block_root,
            ..Header::default()
        }
    }
}

impl Ommer {
    fn header(&self, number: u64) -> Header {
        let number = number.saturating_sub(self.delta);
        Header {
            number,
            beneficiary: self.address,
            ..Header::default()
        }
    }
}

/// A signed transaction and who signed it.
fn read_transaction(mut json: Value) -> Result<Recovered<TxEnvelope>, String> {
    // The library wants a hash to be there; nothing here looks at it.
    json["hash"] = B256::ZERO.to_string().into();
    let envelope = TxEnvelope::deserialize(json).map_err(|error| error.to_string())?;
    let signer = envelope.recover_signer();
    let signer = signer.map_err(|_| "TransactionException.INVALID_SIGNATURE_VRS".to_string())?;
    Ok(Recovered::new_unchecked(envelope, signer))
}
