// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Ownable} from '@openzeppelin/contracts/access/Ownable.sol';
import {Pausable} from '@openzeppelin/contracts/utils/Pausable.sol';
import {ReentrancyGuard} from '@openzeppelin/contracts/utils/ReentrancyGuard.sol';
import {IRelayerQuorum} from '../../src/contracts/swap/IRelayerQuorum.sol';
import {ISwapLock} from '../../src/contracts/swap/ISwapLock.sol';
import {Lock, LockId} from '../../src/contracts/swap/Lock.sol';
import {SwapLock} from '../../src/contracts/swap/SwapLock.sol';
import {DealtToken, FeeOnTransferToken, HonestToken, ReenteringToken} from './hostile/Tokens.sol';
import {SwapTest} from './support/SwapTest.sol';

contract SwapLockTest is SwapTest {
    using LockId for Lock;

    uint256 private constant REFUND_OPENS = RELEASE_PERIOD + CLOCK_MARGIN; // after a lock at the start

    ISwapLock.Terms private terms;

    function setUp() external {
        _deploy();
        terms = _lockTerms();
    }

    /// @notice A lock, and the source chain again.
    function _locked(uint256 amount) private returns (bytes32 lockId) {
        lockId = _lock(amount).id();
        vm.chainId(SOURCE);
    }

    function _stateOf(bytes32 lockId) private view returns (uint256) {
        (, ISwapLock.State state) = lockContract.lockOf(lockId);
        return uint256(state);
    }

    function _refusesTerms(bytes memory reason) private {
        ISwapLock.Terms memory changed = terms;
        vm.expectRevert(reason);
        new SwapLock(changed, _watch());
        terms = _lockTerms();
    }

    function _refusesLock(uint256 amount, address recipient, bytes memory reason) private {
        vm.expectRevert(reason);
        vm.prank(HOLDER);
        lockContract.lock(amount, recipient);
    }

    function _notLocked(bytes32 lockId, ISwapLock.State state) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ISwapLock.SwapNotLocked.selector, lockId, state);
    }

    function test_theTermsCanBeReadBack() external view {
        vm.assertEq(lockContract.token(), address(token), 'token');
        vm.assertEq(lockContract.retiredTo(), RETIRED_TO, 'retiredTo');
        vm.assertEq(lockContract.targetChainId(), TARGET, 'targetChainId');
        vm.assertEq(lockContract.releasePeriod(), RELEASE_PERIOD, 'releasePeriod');
        vm.assertEq(lockContract.clockMargin(), CLOCK_MARGIN, 'clockMargin');
        vm.assertEq(lockContract.maximum(), MAXIMUM, 'maximum');
        vm.assertEq(lockContract.closesAt(), LOCKING_ENDS, 'closesAt');
        vm.assertEq(lockContract.releaseContract(), address(releaseContract), 'releaseContract');
    }

    function test_termsOutOfRangeAreRefused() external {
        terms.token = ANYONE;
        _refusesTerms(abi.encodeWithSelector(ISwapLock.SwapTokenWithoutCode.selector, ANYONE));
        terms.retiredTo = address(0);
        _refusesTerms(abi.encodeWithSelector(ISwapLock.SwapRetiredToInvalid.selector, address(0)));
        terms.retiredTo = address(token);
        _refusesTerms(abi.encodeWithSelector(ISwapLock.SwapRetiredToInvalid.selector, address(token)));
        terms.targetChainId = 0;
        _refusesTerms(abi.encodeWithSelector(ISwapLock.SwapTargetChainZero.selector));
        terms.maximum = 0;
        _refusesTerms(abi.encodeWithSelector(ISwapLock.SwapMaximumOutOfRange.selector, 0));
        terms.maximum = 2 ** 128;
        _refusesTerms(abi.encodeWithSelector(ISwapLock.SwapMaximumOutOfRange.selector, 2 ** 128));
    }

    function test_timesOutOfRangeAreRefused() external {
        bytes4 selector = ISwapLock.SwapReleasePeriodOutOfRange.selector;
        terms.releasePeriod = 1 hours - 1;
        _refusesTerms(abi.encodeWithSelector(selector, 1 hours - 1));
        terms.releasePeriod = 365 days + 1;
        _refusesTerms(abi.encodeWithSelector(selector, 365 days + 1));
        selector = ISwapLock.SwapClockMarginOutOfRange.selector;
        terms.clockMargin = 1 hours - 1;
        _refusesTerms(abi.encodeWithSelector(selector, 1 hours - 1));
        terms.clockMargin = 30 days + 1;
        _refusesTerms(abi.encodeWithSelector(selector, 30 days + 1));
        selector = ISwapLock.SwapClosingOutOfRange.selector;
        terms.closesAt = START;
        _refusesTerms(abi.encodeWithSelector(selector, START, START));
        terms.closesAt = START + 36_525 days + 1;
        _refusesTerms(abi.encodeWithSelector(selector, START + 36_525 days + 1, START));
    }

    function test_nothingIsLockedBeforeTheOwnerOpensItOnce() external {
        lockContract = new SwapLock(_lockTerms(), _watch());
        _refusesLock(1, RECIPIENT, abi.encodeWithSelector(ISwapLock.SwapNotOpen.selector));
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, GUARDIAN));
        vm.prank(GUARDIAN);
        lockContract.open(ANYONE);
        vm.startPrank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(ISwapLock.SwapReleaseContractZero.selector));
        lockContract.open(address(0));
        vm.expectEmit(address(lockContract));
        emit ISwapLock.Opened(ANYONE);
        lockContract.open(ANYONE);
        vm.expectRevert(abi.encodeWithSelector(ISwapLock.SwapAlreadyOpen.selector, ANYONE));
        lockContract.open(OWNER);
        vm.stopPrank();
    }

    function test_aLockHoldsAllThatItsIdIsMadeOf() external {
        Lock memory expected = Lock(
            SOURCE,
            address(lockContract),
            0,
            address(token),
            HOLDER,
            RECIPIENT,
            100,
            TARGET,
            address(releaseContract),
            START + RELEASE_PERIOD,
            START + REFUND_OPENS
        );
        bytes32 lockId = expected.id();
        vm.expectEmit(address(lockContract));
        emit ISwapLock.Locked(lockId, HOLDER, RECIPIENT, 0, 100, START + RELEASE_PERIOD, START + REFUND_OPENS);
        vm.prank(HOLDER);
        vm.assertEq(lockContract.lock(100, RECIPIENT), lockId, 'id');
        (Lock memory made, ISwapLock.State state) = lockContract.lockOf(lockId);
        vm.assertEq(made.id(), lockId, 'id of what is stored');
        vm.assertEq(uint256(state), uint256(ISwapLock.State.Locked), 'state');
        vm.assertEq(lockContract.lockIdAt(0), lockId, 'id by nonce');
        vm.assertEq(lockContract.lockCount(), 1, 'count');
        vm.assertEq(lockContract.lockedTotal(), 100, 'total');
        vm.assertEq(token.balanceOf(address(lockContract)), 100, 'balance');
    }

    function test_twoLocksOfTheSameAreTwo() external {
        vm.assertTrue(_locked(100) != _locked(100), 'ids');
        (Lock memory none, ISwapLock.State state) = lockContract.lockOf('none');
        vm.assertEq(none.sender, address(0), 'sender of none');
        vm.assertEq(uint256(state), 0, 'state of none');
    }

    function test_amountsAndRecipientsHaveLimits() external {
        bytes4 selector = ISwapLock.SwapAmountOutOfRange.selector;
        _refusesLock(0, RECIPIENT, abi.encodeWithSelector(selector, 0, MAXIMUM));
        _refusesLock(MAXIMUM + 1, RECIPIENT, abi.encodeWithSelector(selector, MAXIMUM + 1, MAXIMUM));
        selector = ISwapLock.SwapRecipientInvalid.selector;
        _refusesLock(1, address(0), abi.encodeWithSelector(selector, address(0)));
        _refusesLock(1, address(releaseContract), abi.encodeWithSelector(selector, address(releaseContract)));
        _locked(MAXIMUM);
    }

    function test_nothingIsLockedFromTheClosingOn() external {
        vm.warp(LOCKING_ENDS - 1);
        _locked(1);
        vm.warp(LOCKING_ENDS);
        _refusesLock(1, RECIPIENT, abi.encodeWithSelector(ISwapLock.SwapClosed.selector, LOCKING_ENDS));
    }

    function test_aPauseStopsLocksRefundsAndRetirements() external {
        bytes32 lockId = _locked(1);
        _at(REFUND_OPENS);
        _pause(lockContract);
        bytes memory reason = abi.encodeWithSelector(Pausable.EnforcedPause.selector);
        _refusesLock(1, RECIPIENT, reason);
        bytes[] memory signatures = _refundSignatures(lockId, 3);
        vm.expectRevert(reason);
        lockContract.refund(lockId, signatures);
        signatures = _retirementSignatures(_one(lockId), 3);
        vm.expectRevert(reason);
        lockContract.retire(_one(lockId), signatures);
    }

    function test_aRefundOpensAMarginAfterTheReleaseExpires() external {
        bytes32 lockId = _locked(100);
        bytes[] memory signatures = _refundSignatures(lockId, 3);
        _at(REFUND_OPENS - 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                ISwapLock.SwapRefundTooEarly.selector, lockId, START + REFUND_OPENS, START + REFUND_OPENS - 1
            )
        );
        lockContract.refund(lockId, signatures);
        _at(REFUND_OPENS);
        vm.expectEmit(address(lockContract));
        emit ISwapLock.Refunded(lockId, HOLDER, 100);
        vm.prank(ANYONE);
        lockContract.refund(lockId, signatures);
        vm.assertEq(token.balanceOf(HOLDER), token.totalSupply(), 'balance of the holder');
        vm.assertEq(lockContract.lockedTotal(), 0, 'total');
        vm.expectRevert(_notLocked(lockId, ISwapLock.State.Refunded));
        lockContract.refund(lockId, signatures);
    }

    function test_timeAloneRefundsNothing() external {
        bytes32 lockId = _locked(100);
        _at(10 * REFUND_OPENS);
        bytes[] memory signatures = _refundSignatures(lockId, 1);
        vm.expectRevert(abi.encodeWithSelector(IRelayerQuorum.SwapQuorumNotReached.selector, 1, 2));
        lockContract.refund(lockId, signatures);
        vm.expectRevert(_notLocked('none', ISwapLock.State.None));
        lockContract.refund('none', signatures);
    }

    function test_anAttestationIsWorthNothingForAnotherLockOrPurpose() external {
        (bytes32 first, bytes32 second) = (_locked(1), _locked(2));
        _at(REFUND_OPENS);
        bytes[] memory ofFirst = _refundSignatures(first, 3);
        bytes[] memory retirement = _retirementSignatures(_one(second), 3);
        vm.expectRevert();
        lockContract.refund(second, ofFirst);
        vm.expectRevert();
        lockContract.refund(second, retirement);
        vm.chainId(SOURCE + 1); // nor on a fork
        vm.expectRevert();
        lockContract.refund(first, ofFirst);
        vm.chainId(SOURCE);
        lockContract.refund(first, ofFirst);
    }

    function test_releasedTokensAreRetiredOnceAndNeverComeBack() external {
        bytes32[] memory lockIds = new bytes32[](2);
        (lockIds[0], lockIds[1]) = (_locked(100), _locked(20));
        bytes[] memory signatures = _retirementSignatures(lockIds, 3);
        vm.expectEmit(address(lockContract));
        emit ISwapLock.Retired(lockIds[0], 100);
        lockContract.retire(lockIds, signatures);
        lockContract.retire(lockIds, signatures);
        vm.assertEq(token.balanceOf(RETIRED_TO), 120, 'retired');
        vm.assertEq(_stateOf(lockIds[1]), uint256(ISwapLock.State.Retired), 'state');
        _at(REFUND_OPENS);
        signatures = _refundSignatures(lockIds[0], 3);
        vm.expectRevert(_notLocked(lockIds[0], ISwapLock.State.Retired));
        lockContract.refund(lockIds[0], signatures);
    }

    function test_aRefundedLockIsNotRetired() external {
        bytes32 lockId = _locked(100);
        _at(REFUND_OPENS);
        lockContract.refund(lockId, _refundSignatures(lockId, 3));
        bytes[] memory signatures = _retirementSignatures(_one(lockId), 3);
        vm.expectRevert(_notLocked(lockId, ISwapLock.State.Refunded));
        lockContract.retire(_one(lockId), signatures);
    }

    function test_aTokenThatTakesAFeeIsRefused() external {
        _deployFor(new FeeOnTransferToken());
        _refusesLock(100, RECIPIENT, abi.encodeWithSelector(ISwapLock.SwapAmountNotReceived.selector, 100, 99));
    }

    function test_aTokenCannotReenter() external {
        ReenteringToken hostile = new ReenteringToken();
        _deployFor(hostile);
        bytes32 lockId = _locked(100);
        _at(REFUND_OPENS);
        bytes[] memory signatures = _refundSignatures(lockId, 3);
        bytes memory reason = abi.encodeWithSelector(ReentrancyGuard.ReentrancyGuardReentrantCall.selector);
        hostile.reenter(address(lockContract), abi.encodeCall(ISwapLock.lock, (1, RECIPIENT)));
        _refusesLock(1, RECIPIENT, reason);
        hostile.reenter(address(lockContract), abi.encodeCall(ISwapLock.refund, (lockId, signatures)));
        vm.expectRevert(reason);
        lockContract.refund(lockId, signatures);
    }

    function _deployFor(DealtToken hostile) private {
        token = HonestToken(address(hostile));
        lockContract = new SwapLock(_lockTerms(), _watch());
        vm.prank(OWNER);
        lockContract.open(address(releaseContract));
        _give(HOLDER, 1000);
    }
}
