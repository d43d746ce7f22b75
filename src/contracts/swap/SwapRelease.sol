// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from '@openzeppelin/contracts/token/ERC20/IERC20.sol';
import {ReentrancyGuard} from '@openzeppelin/contracts/utils/ReentrancyGuard.sol';
import {Payout} from '../migration/Payout.sol';
import {Watch} from './IRelayerQuorum.sol';
import {ISwapRelease} from './ISwapRelease.sol';
import {Lock, LockId} from './Lock.sol';
import {RelayerQuorum} from './RelayerQuorum.sol';
import {RollingLimit} from './RollingLimit.sol';

/// @title Releases on the target chain what was locked on the source chain, each lock at most once.
/// @notice The rules are those of `ISwapRelease`.
/// @dev A lock is marked as released before its recipient runs, and never unmarked.
/// @custom:name swap-release
contract SwapRelease is ISwapRelease, RelayerQuorum, ReentrancyGuard {
    using LockId for Lock;
    using RollingLimit for RollingLimit.Spent;

    uint256 private constant MAX_FACTOR = 10 ** 36;
    uint256 private constant MAX_DURATION = 36_525 days; // a closing in milliseconds is refused

    /// @inheritdoc ISwapRelease
    uint256 public immutable sourceChainId;
    /// @inheritdoc ISwapRelease
    address public immutable lockContract;
    /// @inheritdoc ISwapRelease
    address public immutable sourceToken;
    /// @inheritdoc ISwapRelease
    address public immutable token;
    /// @inheritdoc ISwapRelease
    uint256 public immutable factor;
    /// @inheritdoc ISwapRelease
    uint256 public immutable maximum;
    /// @inheritdoc ISwapRelease
    uint256 public immutable dayLimit;
    /// @inheritdoc ISwapRelease
    uint256 public immutable closesAt;
    /// @inheritdoc ISwapRelease
    address public immutable remainderTo;

    /// @inheritdoc ISwapRelease
    uint256 public releasedTotal;
    /// @inheritdoc ISwapRelease
    mapping(bytes32 lockId => bool) public isReleased;

    RollingLimit.Spent private spent;

    constructor(Terms memory terms, Watch memory watch) payable RelayerQuorum(watch) {
        if (terms.sourceChainId == 0 || terms.lockContract == address(0) || terms.sourceToken == address(0)) {
            revert SwapSourceZero();
        }
        if (terms.token != address(0) && terms.token.code.length == 0) revert SwapTokenWithoutCode(terms.token);
        if (terms.factor == 0 || terms.factor > MAX_FACTOR) revert SwapFactorOutOfRange(terms.factor);
        if (terms.maximum == 0 || terms.maximum > terms.dayLimit || terms.dayLimit > type(uint128).max) {
            revert SwapLimitsOutOfRange(terms.maximum, terms.dayLimit);
        }
        if (terms.closesAt <= block.timestamp || terms.closesAt > block.timestamp + MAX_DURATION) {
            revert SwapClosingOutOfRange(terms.closesAt, block.timestamp);
        }
        if (terms.remainderTo == address(0) || terms.remainderTo == address(this)) {
            revert SwapRemainderToInvalid(terms.remainderTo);
        }
        sourceChainId = terms.sourceChainId;
        lockContract = terms.lockContract;
        sourceToken = terms.sourceToken;
        token = terms.token;
        factor = terms.factor;
        maximum = terms.maximum;
        dayLimit = terms.dayLimit;
        closesAt = terms.closesAt;
        remainderTo = terms.remainderTo;
        if (msg.value != 0) _fund(terms.token);
    }

    /// @notice Takes native coin to pay out, from anyone.
    receive() external payable {
        _fund(token);
    }

    /// @inheritdoc ISwapRelease
    function release(Lock calldata lock, bytes[] calldata signatures)
        external
        nonReentrant
        whenNotPaused
        returns (uint256 amount)
    {
        bytes32 lockId = lock.id();
        if (!_isOurs(lock)) revert SwapLockForeign(lockId);
        if (isReleased[lockId]) revert SwapAlreadyReleased(lockId);
        if (block.timestamp >= lock.releaseExpiry) {
            revert SwapReleaseExpired(lockId, lock.releaseExpiry, block.timestamp);
        }
        if (block.timestamp >= closesAt) revert SwapClosed(closesAt);
        _requireQuorum(lockId, signatures);

        amount = lock.amount * factor;
        if (amount > maximum) revert SwapMaximumExceeded(amount, maximum);
        uint256 room = dayRoom();
        if (amount > room) revert SwapDayLimitExceeded(amount, room);
        uint256 balance = _balance();
        if (amount > balance) revert SwapUnderfunded(amount, balance);

        isReleased[lockId] = true;
        releasedTotal += amount;
        spent.spend(amount, block.timestamp);
        emit Released(lockId, lock.recipient, amount);
        _pay(lock.recipient, amount);
    }

    /// @inheritdoc ISwapRelease
    function close() external nonReentrant {
        if (block.timestamp < closesAt) revert SwapNotClosed(closesAt);
        uint256 amount = _balance();
        emit Closed(remainderTo, amount);
        _pay(remainderTo, amount);
    }

    /// @inheritdoc ISwapRelease
    function dayRoom() public view returns (uint256) {
        return spent.room(dayLimit, block.timestamp);
    }

    function _fund(address token_) private {
        if (token_ != address(0)) revert SwapNativeRefused(msg.value);
        emit Funded(msg.sender, msg.value);
    }

    /// @dev The recipient may use all gas: it can only spoil its own release, at the cost of the caller.
    function _pay(address to, uint256 amount) private {
        bool paid = token == address(0)
            ? Payout.sendNative(to, amount, gasleft())
            : Payout.sendToken(token, to, amount, gasleft());
        if (!paid) revert SwapPaymentRefused(to, amount);
    }

    function _isOurs(Lock calldata lock) private view returns (bool) {
        return lock.sourceChainId == sourceChainId && lock.lockContract == lockContract && lock.token == sourceToken
            && lock.targetChainId == block.chainid && lock.releaseContract == address(this);
    }

    function _balance() private view returns (uint256) {
        return token == address(0) ? address(this).balance : IERC20(token).balanceOf(address(this));
    }

    function _domainName() internal pure override returns (string memory) {
        return 'SwapRelease';
    }
}
