// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRelayerQuorum} from './IRelayerQuorum.sol';
import {Lock} from './Lock.sol';

/// @title Releases on the target chain what was locked on the source chain, each lock at most once.
/// @notice Pays native coin or one ERC-20 token, when a quorum of relayers attests the lock; anyone may call.
/// @dev What a relayer signs is the `Lock` itself, as an EIP-712 message under the domain of this contract. Its struct
/// hash is the lock's id, under which the release is recorded for ever before the recipient runs.
///
/// A release expires by the clock of this chain, paused or not; from then on nothing can make it happen, which is what
/// relayers attest for a refund. A recipient that refuses the payment reverts it: the lock stays unreleased, harms no
/// other, and is refunded on the source chain when it has expired.
///
/// `dayLimit` holds over every period of 24 hours: releases are counted in periods of three hours, and the running one
/// and the eight before it may not exceed the limit together.
interface ISwapRelease is IRelayerQuorum {
    /// @param sourceChainId Chain of the lock contract.
    /// @param lockContract The `SwapLock` on that chain.
    /// @param sourceToken Token that is locked there.
    /// @param token Token that is paid here; the zero address for native coin.
    /// @param factor Base units paid for one base unit locked, from 1 to 10^36: 10^10 for 8 decimals to 18.
    /// @param maximum Largest payment of one release, in base units.
    /// @param dayLimit Largest sum of payments in 24 hours, in base units; not below `maximum`.
    /// @param closesAt Seconds since 1970 from which nothing is released and the remainder can go, at most a century
    /// ahead; the lock contract's closing plus its release period, or later.
    /// @param remainderTo Receives what is left then.
    struct Terms {
        uint256 sourceChainId;
        address lockContract;
        address sourceToken;
        address token;
        uint256 factor;
        uint256 maximum;
        uint256 dayLimit;
        uint256 closesAt;
        address remainderTo;
    }

    // ------------------------------------------------------------------ errors

    /// @notice Thrown when chain, lock contract or token of the source are zero.
    error SwapSourceZero();

    /// @notice Thrown when the token has no code on this chain.
    error SwapTokenWithoutCode(address token);

    /// @notice Thrown when the factor is zero, or above 10^36.
    error SwapFactorOutOfRange(uint256 factor);

    /// @notice Thrown when the largest payment is zero or above the day's limit, or that is above 2^128 - 1.
    error SwapLimitsOutOfRange(uint256 maximum, uint256 dayLimit);

    /// @notice Thrown when the closing given at construction is not in the future, or more than a century away.
    error SwapClosingOutOfRange(uint256 closesAt, uint256 timestamp);

    /// @notice Thrown when the remainder address is the zero address or this contract.
    error SwapRemainderToInvalid(address remainderTo);

    /// @notice Thrown when native coin is sent to a contract that pays a token.
    error SwapNativeRefused(uint256 amount);

    /// @notice Thrown when the lock is not one of the lock contract for this contract.
    error SwapLockForeign(bytes32 lockId);

    /// @notice Thrown when the lock has been released before.
    error SwapAlreadyReleased(bytes32 lockId);

    /// @notice Thrown when the release has expired.
    error SwapReleaseExpired(bytes32 lockId, uint256 releaseExpiry, uint256 timestamp);

    /// @notice Thrown when the time to release is over.
    error SwapClosed(uint256 closesAt);

    /// @notice Thrown when the time to release is not yet over.
    error SwapNotClosed(uint256 closesAt);

    /// @notice Thrown when the payment exceeds what one release may pay.
    error SwapMaximumExceeded(uint256 amount, uint256 maximum);

    /// @notice Thrown when the payment exceeds what may be paid now; room comes back within 27 hours.
    error SwapDayLimitExceeded(uint256 amount, uint256 room);

    /// @notice Thrown when this contract holds less than the payment.
    error SwapUnderfunded(uint256 amount, uint256 balance);

    /// @notice Thrown when the recipient, or the token, refuses the payment.
    error SwapPaymentRefused(address recipient, uint256 amount);

    // ------------------------------------------------------------------ events

    /// @notice Emitted when native coin arrives to be paid out.
    event Funded(address indexed from, uint256 amount);

    /// @notice Emitted when a lock is released.
    /// @param amount Base units paid.
    event Released(bytes32 indexed lockId, address indexed recipient, uint256 amount);

    /// @notice Emitted when the rest at the closing is sent to the remainder address.
    event Closed(address indexed remainderTo, uint256 amount);

    // ------------------------------------------------------------------ anyone

    /// @notice Pays a lock to its recipient, when a quorum attests it.
    /// @param lock As the lock contract holds it.
    /// @param signatures Of the lock under the domain of this contract.
    /// @return amount Base units paid.
    function release(Lock calldata lock, bytes[] calldata signatures) external returns (uint256 amount);

    /// @notice Sends all that is left to the remainder address, once nothing can be released any more; paused or not.
    /// @dev May be repeated, for funds that arrive late.
    function close() external;

    // ------------------------------------------------------------------- views

    /// @notice Chain of the lock contract.
    function sourceChainId() external view returns (uint256);

    /// @notice The lock contract on that chain.
    function lockContract() external view returns (address);

    /// @notice Token that is locked there.
    function sourceToken() external view returns (address);

    /// @notice Token that is paid here; the zero address for native coin.
    function token() external view returns (address);

    /// @notice Base units paid for one base unit locked.
    function factor() external view returns (uint256);

    /// @notice Largest payment of one release, in base units.
    function maximum() external view returns (uint256);

    /// @notice Largest sum of payments in 24 hours, in base units.
    function dayLimit() external view returns (uint256);

    /// @notice Seconds since 1970 from which nothing is released.
    function closesAt() external view returns (uint256);

    /// @notice Who receives what is left then.
    function remainderTo() external view returns (address);

    /// @notice Whether the lock has been released.
    function isReleased(bytes32 lockId) external view returns (bool);

    /// @notice Base units paid so far.
    function releasedTotal() external view returns (uint256);

    /// @notice Base units the day's limit leaves for a release now.
    function dayRoom() external view returns (uint256);
}
