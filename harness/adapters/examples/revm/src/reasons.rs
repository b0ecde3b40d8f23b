//! Why something is invalid, in the names of the execution-spec-tests. Any other words would do:
//! then the reason is not compared.

use alloy_evm::block::{BlockExecutionError, BlockValidationError};
use revm::context_interface::result::InvalidTransaction;

/// The rule that a transaction breaks, or the library's own words.
pub fn transaction_reason(error: &BlockExecutionError) -> String {
    use BlockValidationError::*;
    let name = match error {
        BlockExecutionError::Validation(InvalidTx { error, .. }) => {
            error.as_invalid_tx_err().and_then(name)
        }
        BlockExecutionError::Validation(TransactionGasLimitMoreThanAvailableBlockGas {
            ..
        }) => Some("GAS_ALLOWANCE_EXCEEDED"),
        _ => None,
    };
    name.map_or_else(
        || error.to_string(),
        |name| format!("TransactionException.{name}"),
    )
}

fn name(error: &InvalidTransaction) -> Option<&'static str> {
    use InvalidTransaction::*;
    Some(match error {
        PriorityFeeGreaterThanMaxFee => "PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS",
        GasPriceLessThanBasefee => "INSUFFICIENT_MAX_FEE_PER_GAS",
        CallerGasLimitMoreThanBlock => "GAS_ALLOWANCE_EXCEEDED",
        CallGasCostMoreThanGasLimit { .. } => "INTRINSIC_GAS_TOO_LOW",
        GasFloorMoreThanGasLimit { .. } => "INTRINSIC_GAS_BELOW_FLOOR_GAS_COST",
        RejectCallerWithCode => "SENDER_NOT_EOA",
        LackOfFundForMaxFee { .. } => "INSUFFICIENT_ACCOUNT_FUNDS",
        OverflowPaymentInTransaction => "GASLIMIT_PRICE_PRODUCT_OVERFLOW",
        NonceOverflowInTransaction => "NONCE_IS_MAX",
        NonceTooHigh { .. } => "NONCE_MISMATCH_TOO_HIGH",
        NonceTooLow { .. } => "NONCE_MISMATCH_TOO_LOW",
        CreateInitCodeSizeLimit => "INITCODE_SIZE_EXCEEDED",
        InvalidChainId => "INVALID_CHAINID",
        TxGasLimitGreaterThanCap { .. } => "GAS_LIMIT_EXCEEDS_MAXIMUM",
        BlobGasPriceGreaterThanMax { .. } => "INSUFFICIENT_MAX_FEE_PER_BLOB_GAS",
        EmptyBlobs => "TYPE_3_TX_ZERO_BLOBS",
        BlobCreateTransaction => "TYPE_3_TX_CONTRACT_CREATION",
        TooManyBlobs { .. } => "TYPE_3_TX_BLOB_COUNT_EXCEEDED",
        BlobVersionNotSupported => "TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH",
        EmptyAuthorizationList => "TYPE_4_EMPTY_AUTHORIZATION_LIST",
        Eip2930NotSupported | Eip1559NotSupported | Eip4844NotSupported | Eip7702NotSupported => {
            "TYPE_NOT_SUPPORTED"
        }
        _ => return None,
    })
}

/// The rule that a block breaks as a whole; none where the words tell of a breakdown.
pub fn block_reason(words: &str) -> Option<&'static str> {
    if words.contains("deposit requests") {
        Some("BlockException.INVALID_DEPOSIT_EVENT_LAYOUT")
    } else if words.contains("requests contract call") {
        Some("BlockException.SYSTEM_CONTRACT_CALL_FAILED")
    } else {
        None
    }
}
