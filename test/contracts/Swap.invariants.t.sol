// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ISwapLock} from '../../src/contracts/swap/ISwapLock.sol';
import {Lock, LockId} from '../../src/contracts/swap/Lock.sol';
import {SwapLock} from '../../src/contracts/swap/SwapLock.sol';
import {SwapRelease} from '../../src/contracts/swap/SwapRelease.sol';
import {HonestToken} from './hostile/Tokens.sol';
import {SwapHandler} from './support/SwapHandler.sol';
import {SwapTest} from './support/SwapTest.sol';

/// @notice What holds after any sequence of what SwapHandler can do.
contract SwapInvariantsTest is SwapTest {
    using LockId for Lock;

    SwapHandler private handler;

    function setUp() external {
        handler = new SwapHandler();
        (address source, address target, address erc20) = handler.contracts();
        (lockContract, releaseContract, token) = (SwapLock(source), SwapRelease(payable(target)), HonestToken(erc20));
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function targetSelectors() external view returns (FuzzSelector[] memory targets) {
        bytes4[] memory actions = new bytes4[](14);
        // Twice what has to happen often for a lock to end.
        actions[0] = SwapHandler.pass.selector;
        actions[1] = SwapHandler.lock.selector;
        actions[2] = SwapHandler.attest.selector;
        actions[3] = SwapHandler.release.selector;
        actions[4] = SwapHandler.refund.selector;
        actions[5] = SwapHandler.retire.selector;
        actions[6] = SwapHandler.pauseOrResume.selector;
        actions[7] = SwapHandler.removeRelayer.selector;
        actions[8] = SwapHandler.announceRelayers.selector;
        actions[9] = SwapHandler.changeRelayers.selector;
        actions[10] = SwapHandler.close.selector;
        actions[11] = SwapHandler.attest.selector;
        actions[12] = SwapHandler.pass.selector;
        actions[13] = SwapHandler.release.selector;
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(handler), actions);
    }

    /// @dev One invariant, as forge plays the same games again for each. Long ones: a lock takes a week to expire.
    /// forge-config: default.invariant.runs = 6
    /// forge-config: default.invariant.depth = 300
    /// forge-config: ci.invariant.runs = 24
    /// forge-config: ci.invariant.depth = 300
    function invariant_everyLockEndsOnceAndNothingIsLost() external view {
        uint256 released;
        uint256[4] memory byState;
        for (uint256 i = 0; i < handler.lockTotal(); ++i) {
            Lock memory lock = handler.lockAt(i);
            ISwapLock.State state = handler.stateOf(lock.id());
            bool isReleased = releaseContract.isReleased(lock.id());
            vm.assertFalse(isReleased && state == ISwapLock.State.Refunded, 'released and refunded');
            vm.assertTrue(isReleased || state != ISwapLock.State.Retired, 'retired, but not released');
            if (isReleased) released += lock.amount * FACTOR;
            byState[uint256(state)] += lock.amount;
        }
        _tokensAreWhereTheStatesSay(byState);
        _coinIsWhereTheReleasesSay(released);
        vm.assertLe(handler.busiestDay(), DAY_LIMIT, 'limit of a day');
    }

    function _tokensAreWhereTheStatesSay(uint256[4] memory byState) private view {
        uint256 locked = byState[uint256(ISwapLock.State.Locked)];
        uint256 retired = byState[uint256(ISwapLock.State.Retired)];
        vm.assertEq(lockContract.lockedTotal(), locked, 'locked total');
        vm.assertEq(token.balanceOf(address(lockContract)), locked, 'tokens of the lock contract');
        vm.assertEq(token.balanceOf(RETIRED_TO), retired, 'retired tokens');
        vm.assertEq(token.balanceOf(HOLDER), token.totalSupply() - locked - retired, 'tokens of the holder');
    }

    function _coinIsWhereTheReleasesSay(uint256 released) private view {
        uint256 received;
        for (uint256 i = 0; i < handler.RECIPIENTS(); ++i) {
            received += handler.recipientAt(i).balance;
        }
        vm.assertEq(releaseContract.releasedTotal(), released, 'released total');
        vm.assertEq(received, released, 'coin of the recipients');
        vm.assertLe(released, FUNDS, 'released more than was funded');
        uint256 left = address(releaseContract).balance;
        vm.assertEq(released + left + REMAINDER_TO.balance, FUNDS, 'sum of the parts');
        vm.assertEq(handler.closed() ? left : REMAINDER_TO.balance, 0, 'left after closing, or gone before');
    }
}
