// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice One amount locked on the source chain, to be released on the target chain. Both contracts and every relayer
/// name it by the same id, and no two locks of any two contracts or chains share one.
/// @param sourceChainId Chain of the lock contract.
/// @param lockContract The `SwapLock` that holds the tokens.
/// @param nonce Number of the lock in that contract, from 0.
/// @param token ERC-20 token that is locked.
/// @param sender Who locked it, and receives a refund.
/// @param recipient Who receives the release on the target chain.
/// @param amount Base units of the token.
/// @param targetChainId Chain of the release contract.
/// @param releaseContract The `SwapRelease` that pays.
/// @param releaseExpiry Seconds since 1970, by the clock of the target chain, from which it cannot be released.
/// @param refundOpens Seconds since 1970, by the clock of the source chain, from which it can be refunded.
struct Lock {
    uint256 sourceChainId;
    address lockContract;
    uint256 nonce;
    address token;
    address sender;
    address recipient;
    uint256 amount;
    uint256 targetChainId;
    address releaseContract;
    uint256 releaseExpiry;
    uint256 refundOpens;
}

/// @title The id of a lock: the EIP-712 hash of its struct.
/// @dev So a relayer signs the lock itself for a release, readable field by field, under the domain of the release
/// contract; and the stored and quoted id is the hash that was signed.
library LockId {
    bytes32 internal constant TYPE_HASH = keccak256(
        'Lock(uint256 sourceChainId,address lockContract,uint256 nonce,address token,address sender,address recipient,'
        'uint256 amount,uint256 targetChainId,address releaseContract,uint256 releaseExpiry,uint256 refundOpens)'
    );

    function id(Lock memory lock) internal pure returns (bytes32) {
        return keccak256(abi.encode(TYPE_HASH, lock));
    }
}
