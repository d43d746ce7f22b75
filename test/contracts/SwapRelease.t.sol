// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Pausable} from '@openzeppelin/contracts/utils/Pausable.sol';
import {ISwapRelease} from '../../src/contracts/swap/ISwapRelease.sol';
import {Lock, LockId} from '../../src/contracts/swap/Lock.sol';
import {SwapRelease} from '../../src/contracts/swap/SwapRelease.sol';
import {ReenteringRecipient, RevertingRecipient} from './hostile/Recipients.sol';
import {HonestToken, RefusingToken} from './hostile/Tokens.sol';
import {SwapTest} from './support/SwapTest.sol';

contract SwapReleaseTest is SwapTest {
    using LockId for Lock;

    ISwapRelease.Terms private terms;

    function setUp() external {
        _deploy();
        vm.chainId(TARGET);
        terms = _releaseTerms();
    }

    function _refusesTerms(bytes memory reason) private {
        ISwapRelease.Terms memory changed = terms;
        vm.expectRevert(reason);
        new SwapRelease(changed, _watch());
        terms = _releaseTerms();
    }

    function _release(Lock memory lock) private returns (uint256) {
        return releaseContract.release(lock, _releaseSignatures(lock, 3));
    }

    function _refuses(Lock memory lock, bytes memory reason) private {
        bytes[] memory signatures = _releaseSignatures(lock, 3);
        vm.expectRevert(reason);
        releaseContract.release(lock, signatures);
    }

    /// @notice A lock that no lock contract has made.
    function _lockFor(address recipient, uint256 amount) private returns (Lock memory lock) {
        lock = _lock(1);
        (lock.recipient, lock.amount) = (recipient, amount);
    }

    function test_theTermsCanBeReadBack() external view {
        vm.assertEq(releaseContract.sourceChainId(), SOURCE, 'sourceChainId');
        vm.assertEq(releaseContract.lockContract(), address(lockContract), 'lockContract');
        vm.assertEq(releaseContract.sourceToken(), address(token), 'sourceToken');
        vm.assertEq(releaseContract.token(), address(0), 'token');
        vm.assertEq(releaseContract.factor(), FACTOR, 'factor');
        vm.assertEq(releaseContract.maximum(), MAXIMUM * FACTOR, 'maximum');
        vm.assertEq(releaseContract.dayLimit(), DAY_LIMIT, 'dayLimit');
        vm.assertEq(releaseContract.closesAt(), RELEASING_ENDS, 'closesAt');
        vm.assertEq(releaseContract.remainderTo(), REMAINDER_TO, 'remainderTo');
    }

    function test_termsOutOfRangeAreRefused() external {
        terms.sourceChainId = 0;
        _refusesTerms(abi.encodeWithSelector(ISwapRelease.SwapSourceZero.selector));
        terms.lockContract = address(0);
        _refusesTerms(abi.encodeWithSelector(ISwapRelease.SwapSourceZero.selector));
        terms.sourceToken = address(0);
        _refusesTerms(abi.encodeWithSelector(ISwapRelease.SwapSourceZero.selector));
        terms.token = ANYONE;
        _refusesTerms(abi.encodeWithSelector(ISwapRelease.SwapTokenWithoutCode.selector, ANYONE));
        terms.factor = 0;
        _refusesTerms(abi.encodeWithSelector(ISwapRelease.SwapFactorOutOfRange.selector, 0));
        terms.factor = 10 ** 36 + 1;
        _refusesTerms(abi.encodeWithSelector(ISwapRelease.SwapFactorOutOfRange.selector, 10 ** 36 + 1));
        terms.remainderTo = address(0);
        _refusesTerms(abi.encodeWithSelector(ISwapRelease.SwapRemainderToInvalid.selector, address(0)));
        terms.closesAt = START;
        _refusesTerms(abi.encodeWithSelector(ISwapRelease.SwapClosingOutOfRange.selector, START, START));
    }

    function test_limitsOutOfRangeAreRefused() external {
        bytes4 selector = ISwapRelease.SwapLimitsOutOfRange.selector;
        terms.maximum = 0;
        _refusesTerms(abi.encodeWithSelector(selector, 0, DAY_LIMIT));
        terms.maximum = DAY_LIMIT + 1;
        _refusesTerms(abi.encodeWithSelector(selector, DAY_LIMIT + 1, DAY_LIMIT));
        terms.dayLimit = 2 ** 128;
        _refusesTerms(abi.encodeWithSelector(selector, MAXIMUM * FACTOR, 2 ** 128));
    }

    function test_aLockIsReleasedOnce() external {
        Lock memory lock = _lock(100);
        vm.expectEmit(address(releaseContract));
        emit ISwapRelease.Released(lock.id(), RECIPIENT, 100 * FACTOR);
        vm.prank(ANYONE);
        vm.assertEq(_release(lock), 100 * FACTOR, 'amount');
        vm.assertEq(RECIPIENT.balance, 100 * FACTOR, 'balance');
        vm.assertTrue(releaseContract.isReleased(lock.id()), 'released');
        vm.assertEq(releaseContract.releasedTotal(), 100 * FACTOR, 'total');
        vm.assertEq(releaseContract.dayRoom(), DAY_LIMIT - 100 * FACTOR, 'room');
        _refuses(lock, abi.encodeWithSelector(ISwapRelease.SwapAlreadyReleased.selector, lock.id()));
    }

    function test_locksOfOtherContractsAndChainsAreForeign() external {
        for (uint256 field = 0; field < 5; ++field) {
            Lock memory lock = _lock(100);
            if (field == 0) lock.sourceChainId = TARGET;
            if (field == 1) lock.lockContract = ANYONE;
            if (field == 2) lock.token = ANYONE;
            if (field == 3) lock.targetChainId = SOURCE;
            if (field == 4) lock.releaseContract = ANYONE;
            _refuses(lock, abi.encodeWithSelector(ISwapRelease.SwapLockForeign.selector, lock.id()));
        }
    }

    function testFuzz_noWordOfALockCanBeChanged(uint256 field, uint256 value) external {
        Lock memory lock = _lock(100);
        bytes[] memory signatures = _releaseSignatures(lock, 3);
        bytes32 lockId = lock.id();
        field = bound(field, 0, 10);
        assembly {
            mstore(add(lock, mul(0x20, field)), value)
        }
        (bool sound, bytes memory call) = _encode(lock, signatures);
        vm.assume(sound && lock.id() != lockId);
        (bool released,) = address(releaseContract).call(call);
        vm.assertFalse(released, 'released');
    }

    function _encode(Lock memory lock, bytes[] memory signatures) private view returns (bool, bytes memory) {
        try this.encoded(lock, signatures) returns (bytes memory call) {
            return (true, call);
        } catch {
            return (false, '');
        }
    }

    function encoded(Lock memory lock, bytes[] memory signatures) external pure returns (bytes memory) {
        return abi.encodeCall(ISwapRelease.release, (lock, signatures));
    }

    function test_aReleaseExpiresByTheClockOfThisChain() external {
        (Lock memory first, Lock memory second) = (_lock(1), _lock(2));
        vm.warp(first.releaseExpiry - 1);
        _release(first);
        vm.warp(second.releaseExpiry);
        _refuses(
            second,
            abi.encodeWithSelector(
                ISwapRelease.SwapReleaseExpired.selector, second.id(), second.releaseExpiry, second.releaseExpiry
            )
        );
    }

    function test_aPausedReleaseStillExpires() external {
        Lock memory lock = _lock(1);
        _pause(releaseContract);
        _refuses(lock, abi.encodeWithSelector(Pausable.EnforcedPause.selector));
        vm.warp(lock.releaseExpiry);
        vm.prank(OWNER);
        releaseContract.unpause();
        _refuses(
            lock,
            abi.encodeWithSelector(
                ISwapRelease.SwapReleaseExpired.selector, lock.id(), lock.releaseExpiry, lock.releaseExpiry
            )
        );
    }

    function test_nothingIsReleasedFromTheClosingOn() external {
        Lock memory lock = _lock(1);
        lock.releaseExpiry = RELEASING_ENDS + 1;
        vm.warp(RELEASING_ENDS);
        _refuses(lock, abi.encodeWithSelector(ISwapRelease.SwapClosed.selector, RELEASING_ENDS));
    }

    function test_oneReleaseAndOneDayHaveLimits() external {
        Lock memory large = _lockFor(RECIPIENT, MAXIMUM + 1);
        uint256 most = MAXIMUM * FACTOR;
        _refuses(large, abi.encodeWithSelector(ISwapRelease.SwapMaximumExceeded.selector, most + FACTOR, most));
        _release(_lock(MAXIMUM));
        _release(_lock(MAXIMUM));
        Lock memory third = _lock(501);
        bytes4 selector = ISwapRelease.SwapDayLimitExceeded.selector;
        _refuses(third, abi.encodeWithSelector(selector, 501 * FACTOR, 500 * FACTOR));
        _release(_lock(500));
        _at(27 hours);
        _release(third);
    }

    function test_missingFundsFailNobodyForGood() external {
        Lock memory lock = _lock(100);
        vm.deal(address(releaseContract), 100 * FACTOR - 1);
        _refuses(lock, abi.encodeWithSelector(ISwapRelease.SwapUnderfunded.selector, 100 * FACTOR, 100 * FACTOR - 1));
        vm.deal(address(this), 1);
        vm.expectEmit(address(releaseContract));
        emit ISwapRelease.Funded(address(this), 1);
        (bool sent,) = address(releaseContract).call{value: 1}('');
        vm.assertTrue(sent, 'funding');
        _release(lock);
    }

    function test_aRecipientThatRefusesHarmsOnlyItself() external {
        RevertingRecipient refuser = new RevertingRecipient();
        Lock memory lock = _lockFor(address(refuser), 10);
        bytes4 selector = ISwapRelease.SwapPaymentRefused.selector;
        _refuses(lock, abi.encodeWithSelector(selector, refuser, 10 * FACTOR));
        vm.assertFalse(releaseContract.isReleased(lock.id()), 'released');
        vm.assertEq(releaseContract.dayRoom(), DAY_LIMIT, 'room');
        _release(_lock(10));
        refuser.accept();
        _release(lock);
    }

    function test_aRecipientCannotReenter() external {
        ReenteringRecipient recipient = new ReenteringRecipient();
        Lock memory lock = _lockFor(address(recipient), 10);
        Lock memory other = _lock(20);
        bytes memory call = abi.encodeCall(ISwapRelease.release, (other, _releaseSignatures(other, 3)));
        recipient.reenter(address(releaseContract), call);
        _release(lock);
        vm.assertFalse(recipient.succeeded(), 'reentered');
        vm.assertFalse(releaseContract.isReleased(other.id()), 'released from within');
        _release(other);
    }

    function test_aTokenCanBePaidInsteadOfCoin() external {
        RefusingToken paid = new RefusingToken();
        terms.token = address(paid);
        releaseContract = new SwapRelease(terms, _watch());
        paid.mint(address(releaseContract), FUNDS);
        Lock memory lock = _lockFor(RECIPIENT, 10);
        lock.releaseContract = address(releaseContract);
        paid.refuse(RECIPIENT, RefusingToken.Refusal.ReturnsFalse);
        _refuses(lock, abi.encodeWithSelector(ISwapRelease.SwapPaymentRefused.selector, RECIPIENT, 10 * FACTOR));
        paid.refuse(RECIPIENT, RefusingToken.Refusal.None);
        _release(lock);
        vm.assertEq(paid.balanceOf(RECIPIENT), 10 * FACTOR, 'balance');
        vm.deal(address(this), 1);
        vm.expectRevert(abi.encodeWithSelector(ISwapRelease.SwapNativeRefused.selector, 1));
        (bool sent,) = address(releaseContract).call{value: 1}('');
        vm.assertTrue(sent, 'the reverted call is swallowed by expectRevert');
    }

    function test_deployingCanFund() external {
        vm.deal(address(this), 9);
        vm.assertEq(address(new SwapRelease{value: 9}(terms, _watch())).balance, 9, 'balance');
        terms.token = address(new HonestToken());
        ISwapRelease.Terms memory changed = terms;
        vm.deal(address(this), 9);
        vm.expectRevert(abi.encodeWithSelector(ISwapRelease.SwapNativeRefused.selector, 9));
        new SwapRelease{value: 9}(changed, _watch());
    }

    function test_theRemainderGoesAfterTheClosingAlsoWhenPaused() external {
        _pause(releaseContract);
        vm.warp(RELEASING_ENDS - 1);
        vm.expectRevert(abi.encodeWithSelector(ISwapRelease.SwapNotClosed.selector, RELEASING_ENDS));
        releaseContract.close();
        vm.warp(RELEASING_ENDS);
        vm.expectEmit(address(releaseContract));
        emit ISwapRelease.Closed(REMAINDER_TO, FUNDS);
        vm.prank(ANYONE);
        releaseContract.close();
        vm.assertEq(REMAINDER_TO.balance, FUNDS, 'remainder');
    }
}
