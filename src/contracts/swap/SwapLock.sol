// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from '@openzeppelin/contracts/token/ERC20/IERC20.sol';
import {SafeERC20} from '@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol';
import {ReentrancyGuard} from '@openzeppelin/contracts/utils/ReentrancyGuard.sol';
import {Watch} from './IRelayerQuorum.sol';
import {ISwapLock} from './ISwapLock.sol';
import {Lock, LockId} from './Lock.sol';
import {RelayerQuorum} from './RelayerQuorum.sol';

/// @title Locks tokens on the source chain, for coin that is released on the target chain.
/// @notice The rules are those of `ISwapLock`.
/// @dev A lock leaves the state `Locked` once, before its tokens move; nothing leads back.
/// @custom:name swap-lock
contract SwapLock is ISwapLock, RelayerQuorum, ReentrancyGuard {
    using LockId for Lock;
    using SafeERC20 for IERC20;

    /// @dev What differs from lock to lock; the rest of a `Lock` is fixed. Three slots.
    struct Entry {
        address sender;
        uint64 refundOpens;
        State state;
        address recipient;
        uint64 nonce;
        uint128 amount;
    }

    bytes32 private constant REFUND_TYPE_HASH = keccak256('Refund(bytes32 lockId)');
    bytes32 private constant RETIREMENT_TYPE_HASH = keccak256('Retirement(bytes32[] lockIds)');

    uint256 private constant MIN_RELEASE_PERIOD = 1 hours;
    uint256 private constant MAX_RELEASE_PERIOD = 365 days;
    uint256 private constant MIN_CLOCK_MARGIN = 1 hours;
    uint256 private constant MAX_CLOCK_MARGIN = 30 days;
    uint256 private constant MAX_DURATION = 36_525 days; // a closing in milliseconds is refused

    /// @inheritdoc ISwapLock
    address public immutable token;
    /// @inheritdoc ISwapLock
    address public immutable retiredTo;
    /// @inheritdoc ISwapLock
    uint256 public immutable targetChainId;
    /// @inheritdoc ISwapLock
    uint256 public immutable releasePeriod;
    /// @inheritdoc ISwapLock
    uint256 public immutable clockMargin;
    /// @inheritdoc ISwapLock
    uint256 public immutable maximum;
    /// @inheritdoc ISwapLock
    uint256 public immutable closesAt;

    /// @inheritdoc ISwapLock
    address public releaseContract;
    /// @inheritdoc ISwapLock
    uint256 public lockCount;
    /// @inheritdoc ISwapLock
    uint256 public lockedTotal;
    /// @inheritdoc ISwapLock
    mapping(uint256 nonce => bytes32 lockId) public lockIdAt;

    mapping(bytes32 lockId => Entry) private entries;

    constructor(Terms memory terms, Watch memory watch) RelayerQuorum(watch) {
        if (terms.token.code.length == 0) revert SwapTokenWithoutCode(terms.token);
        if (terms.retiredTo == address(0) || terms.retiredTo == terms.token || terms.retiredTo == address(this)) {
            revert SwapRetiredToInvalid(terms.retiredTo);
        }
        if (terms.targetChainId == 0) revert SwapTargetChainZero();
        if (terms.releasePeriod < MIN_RELEASE_PERIOD || terms.releasePeriod > MAX_RELEASE_PERIOD) {
            revert SwapReleasePeriodOutOfRange(terms.releasePeriod);
        }
        if (terms.clockMargin < MIN_CLOCK_MARGIN || terms.clockMargin > MAX_CLOCK_MARGIN) {
            revert SwapClockMarginOutOfRange(terms.clockMargin);
        }
        if (terms.maximum == 0 || terms.maximum > type(uint128).max) revert SwapMaximumOutOfRange(terms.maximum);
        if (terms.closesAt <= block.timestamp || terms.closesAt > block.timestamp + MAX_DURATION) {
            revert SwapClosingOutOfRange(terms.closesAt, block.timestamp);
        }
        token = terms.token;
        retiredTo = terms.retiredTo;
        targetChainId = terms.targetChainId;
        releasePeriod = terms.releasePeriod;
        clockMargin = terms.clockMargin;
        maximum = terms.maximum;
        closesAt = terms.closesAt;
    }

    /// @inheritdoc ISwapLock
    function open(address releaseContract_) external onlyOwner {
        if (releaseContract_ == address(0)) revert SwapReleaseContractZero();
        if (releaseContract != address(0)) revert SwapAlreadyOpen(releaseContract);
        releaseContract = releaseContract_;
        emit Opened(releaseContract_);
    }

    /// @inheritdoc ISwapLock
    function lock(uint256 amount, address recipient) external nonReentrant whenNotPaused returns (bytes32 lockId) {
        if (releaseContract == address(0)) revert SwapNotOpen();
        if (block.timestamp >= closesAt) revert SwapClosed(closesAt);
        if (amount == 0 || amount > maximum) revert SwapAmountOutOfRange(amount, maximum);
        if (recipient == address(0) || recipient == releaseContract) revert SwapRecipientInvalid(recipient);

        uint256 nonce = lockCount++;
        uint256 releaseExpiry = block.timestamp + releasePeriod;
        uint256 refundOpens = releaseExpiry + clockMargin;
        // All fit: a time within two centuries, a number counted one by one, an amount up to the maximum.
        // forge-lint: disable-start(unsafe-typecast)
        Entry memory entry =
            Entry(msg.sender, uint64(refundOpens), State.Locked, recipient, uint64(nonce), uint128(amount));
        // forge-lint: disable-end(unsafe-typecast)
        lockId = _lock(entry).id();
        entries[lockId] = entry;
        lockIdAt[nonce] = lockId;
        lockedTotal += amount;
        emit Locked(lockId, msg.sender, recipient, nonce, amount, releaseExpiry, refundOpens);
        _receive(amount);
    }

    /// @inheritdoc ISwapLock
    function refund(bytes32 lockId, bytes[] calldata signatures) external nonReentrant whenNotPaused {
        Entry memory entry = entries[lockId];
        if (entry.state != State.Locked) revert SwapNotLocked(lockId, entry.state);
        if (block.timestamp < entry.refundOpens) {
            revert SwapRefundTooEarly(lockId, entry.refundOpens, block.timestamp);
        }
        _requireQuorum(keccak256(abi.encode(REFUND_TYPE_HASH, lockId)), signatures);
        _end(lockId, State.Refunded, entry.amount);
        emit Refunded(lockId, entry.sender, entry.amount);
        IERC20(token).safeTransfer(entry.sender, entry.amount);
    }

    /// @inheritdoc ISwapLock
    function retire(bytes32[] calldata lockIds, bytes[] calldata signatures) external nonReentrant whenNotPaused {
        _requireQuorum(keccak256(abi.encode(RETIREMENT_TYPE_HASH, keccak256(abi.encodePacked(lockIds)))), signatures);
        uint256 sum = 0;
        for (uint256 i = 0; i < lockIds.length; ++i) {
            Entry memory entry = entries[lockIds[i]];
            if (entry.state == State.Retired) continue;
            if (entry.state != State.Locked) revert SwapNotLocked(lockIds[i], entry.state);
            _end(lockIds[i], State.Retired, entry.amount);
            emit Retired(lockIds[i], entry.amount);
            sum += entry.amount;
        }
        if (sum != 0) IERC20(token).safeTransfer(retiredTo, sum);
    }

    /// @inheritdoc ISwapLock
    function lockOf(bytes32 lockId) external view returns (Lock memory lock_, State state) {
        Entry memory entry = entries[lockId];
        if (entry.state != State.None) lock_ = _lock(entry);
        return (lock_, entry.state);
    }

    function _end(bytes32 lockId, State state, uint256 amount) private {
        entries[lockId].state = state;
        lockedTotal -= amount;
    }

    function _receive(uint256 amount) private {
        uint256 before = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = IERC20(token).balanceOf(address(this)) - before;
        if (received != amount) revert SwapAmountNotReceived(amount, received);
    }

    function _lock(Entry memory entry) private view returns (Lock memory) {
        return Lock({
            sourceChainId: block.chainid,
            lockContract: address(this),
            nonce: entry.nonce,
            token: token,
            sender: entry.sender,
            recipient: entry.recipient,
            amount: entry.amount,
            targetChainId: targetChainId,
            releaseContract: releaseContract,
            releaseExpiry: entry.refundOpens - clockMargin,
            refundOpens: entry.refundOpens
        });
    }

    function _domainName() internal pure override returns (string memory) {
        return 'SwapLock';
    }
}
