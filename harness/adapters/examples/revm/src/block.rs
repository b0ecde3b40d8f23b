//! One block through alloy-evm's executor.

use crate::input::Execute;
use crate::output::{self, Executed};
use crate::reasons::{block_reason, transaction_reason};
use alloy_consensus::Transaction;
use alloy_evm::block::{BlockExecutor, BlockExecutorFactory};
use alloy_evm::eth::receipt_builder::AlloyReceiptBuilder;
use alloy_evm::eth::{EthBlockExecutionCtx, EthBlockExecutorFactory, EthEvmFactory};
use alloy_evm::{EvmEnv, EvmFactory};
use serde_json::{Value, json};

const NO_ROOM_FOR_BLOBS: &str = "TransactionException.TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED";

/// Executes a block. The error is a breakdown of the engine, never a fault of the block.
pub fn execute(order: Execute) -> Result<Value, String> {
    let Execute {
        rules,
        header,
        mut state,
        skips,
        ..
    } = order;
    let blobs = rules.blobs();
    let env = EvmEnv::for_eth_block(&header, rules, order.chain_id, blobs);
    let builder = AlloyReceiptBuilder::default();
    let factory = EthBlockExecutorFactory::new(builder, rules, EthEvmFactory::default());
    let context = EthBlockExecutionCtx {
        parent_hash: order.parent_hash,
        parent_beacon_block_root: header.parent_beacon_block_root,
        ommers: &order.ommers,
        withdrawals: order.withdrawals.map(Into::into),
        extra_data: Default::default(),
        tx_count_hint: None,
        slot_number: None,
    };
    let evm = factory.evm_factory().create_evm(&mut state, env);
    let mut executor = factory.create_executor(evm, context);
    let mut rejected = Vec::new();
    let mut included = Vec::new();
    if let Err(error) = executor.apply_pre_execution_changes() {
        return block_rejected(&error.to_string());
    }
    for (index, transaction) in order.transactions.into_iter().enumerate() {
        let room = blobs.map_or(0, |blobs| blobs.max_blob_gas_per_block());
        let outcome = transaction.and_then(|transaction| {
            let wanted = executor.blob_gas_used + transaction.blob_gas_used().unwrap_or_default();
            if blobs.is_some() && wanted > room {
                return Err(NO_ROOM_FOR_BLOBS.to_string());
            }
            executor
                .execute_transaction(&transaction)
                .map_err(|error| transaction_reason(&error))?;
            Ok(transaction)
        });
        match outcome {
            Ok(transaction) => included.push((index, transaction)),
            Err(reason) => {
                rejected.push(json!({ "index": index, "error": reason }));
                if !skips {
                    return Ok(output::rejected(rejected));
                }
            }
        }
    }
    let result = match executor.finish() {
        Ok((_, result)) => result,
        Err(error) => return block_rejected(&error.to_string()),
    };
    Ok(Executed {
        rules,
        state,
        result,
        included,
        rejected,
    }
    .reply())
}

fn block_rejected(words: &str) -> Result<Value, String> {
    let reason = block_reason(words).ok_or_else(|| words.to_string())?;
    Ok(json!({ "type": "result", "result": { "blockException": reason } }))
}
