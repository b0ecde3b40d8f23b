//! What is answered: t8n's result.

use crate::rules::Rules;
use crate::state::State;
use alloy_consensus::proofs::calculate_receipt_root;
use alloy_consensus::transaction::Recovered;
use alloy_consensus::{ReceiptEnvelope, Transaction, TxEnvelope, TxReceipt, Typed2718};
use alloy_eips::eip2718::Encodable2718;
use alloy_evm::block::BlockExecutionResult;
use alloy_primitives::{Bloom, U64, keccak256};
use serde_json::{Value, json};

/// A block that was executed.
pub struct Executed {
    pub rules: Rules,
    pub state: State,
    pub result: BlockExecutionResult<ReceiptEnvelope>,
    /// Those that got a receipt, with their positions in the block as given.
    pub included: Vec<(usize, Recovered<TxEnvelope>)>,
    pub rejected: Vec<Value>,
}

impl Executed {
    /// The reply, but for its id.
    pub fn reply(self) -> Value {
        let BlockExecutionResult {
            receipts,
            requests,
            gas_used,
            blob_gas_used,
        } = &self.result;
        let bloom = receipts
            .iter()
            .fold(Bloom::ZERO, |bloom, receipt| bloom | receipt.bloom());
        let mut result = json!({
            "stateRoot": self.state.root(),
            "receiptsRoot": calculate_receipt_root(receipts),
            "logsBloom": bloom,
            "gasUsed": U64::from(*gas_used),
            "receipts": self.receipts(),
            "rejected": self.rejected,
        });
        if self.rules.blobs().is_some() {
            result["blobGasUsed"] = json!(U64::from(*blob_gas_used));
        }
        if self.rules.has_requests() {
            result["requests"] = json!(requests.iter().collect::<Vec<_>>());
            result["requestsHash"] = json!(requests.requests_hash());
        }
        json!({ "type": "result", "result": result, "alloc": self.state.alloc() })
    }

    fn receipts(&self) -> Vec<Value> {
        let mut before = 0;
        let all = self.included.iter().zip(&self.result.receipts);
        all.map(|((index, transaction), receipt)| {
            let cumulative = receipt.cumulative_gas_used();
            let gas_used = cumulative - before;
            before = cumulative;
            let created = transaction.signer().create(transaction.nonce());
            json!({
                "type": U64::from(transaction.ty()),
                "transactionHash": keccak256(transaction.encoded_2718()),
                "transactionIndex": index,
                "status": U64::from(receipt.status()),
                "gasUsed": U64::from(gas_used),
                "cumulativeGasUsed": U64::from(cumulative),
                "logsBloom": receipt.bloom(),
                "logs": receipt.logs(),
                "contractAddress": transaction.is_create().then_some(created),
            })
        })
        .collect()
    }
}

/// The reply for a block that its first invalid transaction ended, but for its id.
pub fn rejected(rejected: Vec<Value>) -> Value {
    json!({ "type": "result", "result": { "rejected": rejected } })
}
