//! The rules of one fork, from the first block on: blocks under test come from no chain.

use alloy_eips::{eip6110::MAINNET_DEPOSIT_CONTRACT_ADDRESS, eip7840::BlobParams};
use alloy_evm::eth::spec::EthExecutorSpec;
use alloy_hardforks::{EthereumHardfork, EthereumHardforks, ForkCondition};
use alloy_primitives::Address;

/// The forks by their names in the protocol.
pub const FORKS: [(&str, EthereumHardfork); 7] = [
    ("Berlin", EthereumHardfork::Berlin),
    ("London", EthereumHardfork::London),
    ("Paris", EthereumHardfork::Paris),
    ("Shanghai", EthereumHardfork::Shanghai),
    ("Cancun", EthereumHardfork::Cancun),
    ("Prague", EthereumHardfork::Prague),
    ("Osaka", EthereumHardfork::Osaka),
];

/// One fork and all before it.
#[derive(Debug, Clone, Copy)]
pub struct Rules(EthereumHardfork);

impl Rules {
    /// The rules of that name.
    pub fn named(name: &str) -> Option<Self> {
        let (_, fork) = FORKS.into_iter().find(|(known, _)| *known == name)?;
        Some(Self(fork))
    }

    /// How many blobs a block may carry, from EIP-4844 on.
    pub fn blobs(&self) -> Option<BlobParams> {
        match self.0 {
            EthereumHardfork::Cancun => Some(BlobParams::cancun()),
            EthereumHardfork::Prague => Some(BlobParams::prague()),
            EthereumHardfork::Osaka => Some(BlobParams::osaka()),
            _ => None,
        }
    }

    /// Whether blocks carry requests, EIP-7685.
    pub fn has_requests(&self) -> bool {
        self.0 >= EthereumHardfork::Prague
    }
}

impl EthereumHardforks for Rules {
    fn ethereum_fork_activation(&self, fork: EthereumHardfork) -> ForkCondition {
        // The DAO fork is one block of one chain.
        if fork > self.0 || fork == EthereumHardfork::Dao {
            ForkCondition::Never
        } else if fork <= EthereumHardfork::Paris {
            ForkCondition::Block(0)
        } else {
            ForkCondition::Timestamp(0)
        }
    }
}

impl EthExecutorSpec for Rules {
    fn deposit_contract_address(&self) -> Option<Address> {
        Some(MAINNET_DEPOSIT_CONTRACT_ADDRESS)
    }
}
