// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IRelayerQuorum} from './IRelayerQuorum.sol';
import {Lock} from './Lock.sol';

/// @title Locks tokens on the source chain, for coin that is released on the target chain.
/// @notice Every lock ends once: retired, when it was released on the target, or refunded, when it was not.
/// @dev This chain cannot see the other, so time alone opens no refund: it could pay a released lock a second time. A
/// refund needs both: the release has expired on the target and `clockMargin` has passed by the clock of this chain; and
/// a quorum attests that the lock was not released, which can no longer change.
///
/// A relayer attests
/// - `Lock(…)` under the domain of `SwapRelease`, when the lock is final on the source chain and `releaseExpiry` has not
///   come;
/// - `Refund(bytes32 lockId)` under the domain of this contract, when a final block of the target chain has a time of
///   `releaseExpiry` or later, and in it the lock is not released;
/// - `Retirement(bytes32[] lockIds)` under the domain of this contract, when the releases are final.
///
/// No lock can then be released and refunded, whatever is replayed, reordered, lost or paused. The price: without a
/// quorum nothing is refunded either, until the owner has put other relayers in place. Funds wait; they are never paid
/// twice. Tokens of released locks go to `retiredTo` and never return; until then nobody but a refund can move them.
///
/// Tokens that deliver less than was sent are refused; balances that change by themselves are not supported. Amounts
/// are in base units, times in seconds since 1970 (UTC).
interface ISwapLock is IRelayerQuorum {
    enum State {
        None, // never made
        Locked,
        Retired,
        Refunded
    }

    /// @param token ERC-20 token to lock.
    /// @param retiredTo Receives the tokens of released locks; an address that nobody can spend from.
    /// @param targetChainId Chain of the release contract.
    /// @param releasePeriod Seconds from a lock to the expiry of its release: an hour to 365 days.
    /// @param clockMargin Seconds from that expiry to the opening of the refund, more than the clocks of the two chains
    /// can differ: an hour to 30 days.
    /// @param maximum Largest amount of one lock, in base units, up to 2^128 - 1.
    /// @param closesAt Seconds since 1970 from which nothing more is locked, at most a century ahead.
    struct Terms {
        address token;
        address retiredTo;
        uint256 targetChainId;
        uint256 releasePeriod;
        uint256 clockMargin;
        uint256 maximum;
        uint256 closesAt;
    }

    // ------------------------------------------------------------------ errors

    /// @notice Thrown when the token has no code on this chain.
    error SwapTokenWithoutCode(address token);

    /// @notice Thrown when retired tokens would go to the zero address, to the token or to this contract.
    error SwapRetiredToInvalid(address retiredTo);

    /// @notice Thrown when the target chain's id is zero.
    error SwapTargetChainZero();

    /// @notice Thrown when the release period is out of range.
    error SwapReleasePeriodOutOfRange(uint256 releasePeriod);

    /// @notice Thrown when the margin between the clocks is out of range.
    error SwapClockMarginOutOfRange(uint256 clockMargin);

    /// @notice Thrown when the largest amount is zero, or above 2^128 - 1.
    error SwapMaximumOutOfRange(uint256 maximum);

    /// @notice Thrown when the closing given at construction is not in the future, or more than a century away.
    error SwapClosingOutOfRange(uint256 closesAt, uint256 timestamp);

    /// @notice Thrown when the release contract is the zero address.
    error SwapReleaseContractZero();

    /// @notice Thrown when nothing can be locked, as no release contract is known.
    error SwapNotOpen();

    /// @notice Thrown when the release contract is already known.
    error SwapAlreadyOpen(address releaseContract);

    /// @notice Thrown when the time to lock is over.
    error SwapClosed(uint256 closesAt);

    /// @notice Thrown when the amount to lock is zero, or above the maximum.
    error SwapAmountOutOfRange(uint256 amount, uint256 maximum);

    /// @notice Thrown when the recipient is the zero address or the release contract.
    error SwapRecipientInvalid(address recipient);

    /// @notice Thrown when the token took more or less from the sender to this contract than the amount.
    error SwapAmountNotReceived(uint256 amount, uint256 received);

    /// @notice Thrown when the lock does not exist, or has ended otherwise.
    error SwapNotLocked(bytes32 lockId, State state);

    /// @notice Thrown when the refund is not yet open.
    error SwapRefundTooEarly(bytes32 lockId, uint256 refundOpens, uint256 timestamp);

    // ------------------------------------------------------------------ events

    /// @notice Emitted when the owner names the release contract, and locking begins.
    event Opened(address indexed releaseContract);

    /// @notice Emitted when tokens are locked. The rest of the `Lock` is fixed by the contract.
    event Locked(
        bytes32 indexed lockId,
        address indexed sender,
        address indexed recipient,
        uint256 nonce,
        uint256 amount,
        uint256 releaseExpiry,
        uint256 refundOpens
    );

    /// @notice Emitted when a lock that was not released is given back.
    event Refunded(bytes32 indexed lockId, address indexed sender, uint256 amount);

    /// @notice Emitted when the tokens of a released lock go out of circulation.
    event Retired(bytes32 indexed lockId, uint256 amount);

    // ----------------------------------------------------------------- holders

    /// @notice Locks tokens of the caller, who has approved them to this contract.
    /// @param amount Base units of the token.
    /// @param recipient Account on the target chain. One that refuses coin is not paid there, and refunded here.
    /// @return lockId By which both chains know the lock.
    function lock(uint256 amount, address recipient) external returns (bytes32 lockId);

    // ------------------------------------------------------------------ anyone

    /// @notice Gives a lock back to its sender, when a quorum attests that it was not released.
    function refund(bytes32 lockId, bytes[] calldata signatures) external;

    /// @notice Sends the tokens of released locks to `retiredTo`, when a quorum attests the releases.
    /// @dev Locks retired before are skipped, so that a repetition does no harm.
    function retire(bytes32[] calldata lockIds, bytes[] calldata signatures) external;

    // ------------------------------------------------------------------- owner

    /// @notice Names the release contract, once; nothing can be locked before.
    /// @dev It is deployed after this contract, whose address it holds for good.
    function open(address releaseContract) external;

    // ------------------------------------------------------------------- views

    /// @notice Token that is locked.
    function token() external view returns (address);

    /// @notice Receives the tokens of released locks.
    function retiredTo() external view returns (address);

    /// @notice Chain of the release contract.
    function targetChainId() external view returns (uint256);

    /// @notice The release contract; the zero address before `open`.
    function releaseContract() external view returns (address);

    /// @notice Seconds from a lock to the expiry of its release.
    function releasePeriod() external view returns (uint256);

    /// @notice Seconds from the expiry of a release to the opening of the refund.
    function clockMargin() external view returns (uint256);

    /// @notice Largest amount of one lock, in base units.
    function maximum() external view returns (uint256);

    /// @notice Seconds since 1970 from which nothing more is locked.
    function closesAt() external view returns (uint256);

    /// @notice Locks made so far; the next one's nonce.
    function lockCount() external view returns (uint256);

    /// @notice Base units in locks that have not ended.
    function lockedTotal() external view returns (uint256);

    /// @notice Id of the lock with this nonce; zero when there is none.
    function lockIdAt(uint256 nonce) external view returns (bytes32);

    /// @notice A lock and its state; all zero and `None` when there is none.
    function lockOf(bytes32 lockId) external view returns (Lock memory lock, State state);
}
