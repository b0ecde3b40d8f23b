//! The state: all accounts, in memory, and the hashes of ancestors.

use alloy_genesis::GenesisAccount;
use alloy_primitives::map::{AddressMap, B256Map, HashMap};
use alloy_primitives::{Address, B256, KECCAK256_EMPTY, U256, keccak256};
use alloy_trie::{TrieAccount, root};
use revm::bytecode::Bytecode;
use revm::state::{Account as Changed, AccountInfo};
use revm::{Database, DatabaseCommit};
use std::collections::BTreeMap;
use std::convert::Infallible;

/// What exists.
#[derive(Debug, Default)]
pub struct State {
    accounts: BTreeMap<Address, Account>,
    codes: B256Map<Bytecode>,
    hashes: HashMap<u64, B256>,
}

#[derive(Debug)]
struct Account {
    nonce: u64,
    balance: U256,
    code_hash: B256,
    storage: BTreeMap<U256, U256>,
}

impl Default for Account {
    fn default() -> Self {
        let (nonce, balance, storage) = Default::default();
        Self {
            nonce,
            balance,
            code_hash: KECCAK256_EMPTY,
            storage,
        }
    }
}

impl State {
    /// The state before a block.
    pub fn new(alloc: BTreeMap<Address, GenesisAccount>, hashes: HashMap<u64, B256>) -> Self {
        let mut state = Self {
            hashes,
            ..Self::default()
        };
        for (address, given) in alloc {
            let code = given.code.unwrap_or_default();
            let code_hash = keccak256(&code);
            // What only looks like a delegation (EIP-7702) is code like any other.
            let read = Bytecode::new_raw_checked(code.clone());
            let code = read.unwrap_or_else(|_| Bytecode::new_legacy(code));
            state.codes.insert(code_hash, code);
            let slots = given.storage.unwrap_or_default().into_iter();
            let storage = slots
                .map(|(slot, value)| (slot.into(), value.into()))
                .collect();
            let nonce = given.nonce.unwrap_or_default();
            let account = Account {
                nonce,
                balance: given.balance,
                code_hash,
                storage,
            };
            state.accounts.insert(address, account);
        }
        state
    }

    /// All that exists, as `alloc.json` has it.
    pub fn alloc(&self) -> BTreeMap<Address, GenesisAccount> {
        let all = self.accounts.iter();
        all.map(|(address, account)| {
            let slots = account
                .storage
                .iter()
                .map(|(slot, value)| ((*slot).into(), (*value).into()));
            let code = self
                .codes
                .get(&account.code_hash)
                .map(Bytecode::original_bytes);
            let given = GenesisAccount {
                nonce: Some(account.nonce),
                balance: account.balance,
                code: code.filter(|code| !code.is_empty()),
                storage: Some(slots.collect()),
                private_key: None,
            };
            (*address, given)
        })
        .collect()
    }

    /// The root of the state trie, Yellow Paper section 4.1.
    pub fn root(&self) -> B256 {
        root::state_root_unhashed(self.accounts.iter().map(|(address, account)| {
            let slots = account
                .storage
                .iter()
                .map(|(slot, value)| (B256::from(*slot), *value));
            let leaf = TrieAccount {
                nonce: account.nonce,
                balance: account.balance,
                storage_root: root::storage_root_unhashed(slots),
                code_hash: account.code_hash,
            };
            (*address, leaf)
        }))
    }
}

impl Database for State {
    type Error = Infallible;

    fn basic(&mut self, address: Address) -> Result<Option<AccountInfo>, Infallible> {
        Ok(self.accounts.get(&address).map(|account| AccountInfo {
            balance: account.balance,
            nonce: account.nonce,
            code_hash: account.code_hash,
            code: self.codes.get(&account.code_hash).cloned(),
            ..AccountInfo::default()
        }))
    }

    fn code_by_hash(&mut self, hash: B256) -> Result<Bytecode, Infallible> {
        Ok(self.codes.get(&hash).cloned().unwrap_or_default())
    }

    fn storage(&mut self, address: Address, slot: U256) -> Result<U256, Infallible> {
        let account = self.accounts.get(&address);
        Ok(account
            .and_then(|account| account.storage.get(&slot))
            .copied()
            .unwrap_or_default())
    }

    fn block_hash(&mut self, number: u64) -> Result<B256, Infallible> {
        Ok(self.hashes.get(&number).copied().unwrap_or_default())
    }
}

impl DatabaseCommit for State {
    fn commit(&mut self, changes: AddressMap<Changed>) {
        for (address, changed) in changes {
            if !changed.is_touched() {
                continue;
            }
            // EIP-161: who is touched and empty does not exist.
            if changed.is_selfdestructed() || changed.info.is_empty() {
                self.accounts.remove(&address);
                continue;
            }
            let account = self.accounts.entry(address).or_default();
            if changed.is_created() {
                account.storage.clear();
            }
            account.nonce = changed.info.nonce;
            account.balance = changed.info.balance;
            account.code_hash = changed.info.code_hash;
            if let Some(code) = changed.info.code {
                self.codes.insert(account.code_hash, code);
            }
            for (slot, value) in changed.storage {
                if value.present_value.is_zero() {
                    account.storage.remove(&slot);
                } else {
                    account.storage.insert(slot, value.present_value);
                }
            }
        }
    }
}
