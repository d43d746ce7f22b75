// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ISwapLock} from '../../../src/contracts/swap/ISwapLock.sol';
import {Lock, LockId} from '../../../src/contracts/swap/Lock.sol';
import {RelayerQuorum} from '../../../src/contracts/swap/RelayerQuorum.sol';
import {RevertingRecipient} from '../hostile/Recipients.sol';
import {SwapTest} from './SwapTest.sol';

/// @notice All that holders, relayers, owner, guardian, strangers and two clocks can do to a swap, in any order.
/// @dev Two chains in one EVM, each with its own id and clock; the clocks differ by less than the margin. Attestations
/// are remembered and used late, repeatedly, and in any combination. The first relayer lies: it signs everything.
/// Every call has an expected result: one that passes or fails against it fails the test.
contract SwapHandler is SwapTest {
    using LockId for Lock;

    struct Payment {
        uint256 time;
        uint256 amount;
    }

    uint256 public constant RECIPIENTS = 3;

    Lock[] private locks;
    mapping(bytes32 lockId => uint256 bits) private releaseSigners;
    mapping(bytes32 lockId => uint256 bits) private refundSigners;
    mapping(bytes32 lockId => uint256 bits) private retirementSigners;
    Payment[] private payments;
    uint256 private sourceNow = START;
    uint256 private targetNow = START;
    bool public closed;
    RevertingRecipient private immutable refuser = new RevertingRecipient();

    constructor() {
        _deploy();
    }

    // ------------------------------------------------------------------ clocks

    function pass(uint256 time, uint256 skew, bool sourceFirst) external {
        uint256 latest = sourceNow > targetNow ? sourceNow : targetNow;
        latest += bound(time, 1, 2 days);
        skew = bound(skew, 0, CLOCK_MARGIN - 1);
        uint256 behind = latest - skew;
        (uint256 source, uint256 target) = sourceFirst ? (latest, behind) : (behind, latest);
        if (source > sourceNow) sourceNow = source;
        if (target > targetNow) targetNow = target;
    }

    function _onSource() private {
        vm.chainId(SOURCE);
        vm.warp(sourceNow);
    }

    function _onTarget() private {
        vm.chainId(TARGET);
        vm.warp(targetNow);
    }

    // ----------------------------------------------------------------- holders

    function lock(uint256 amount, uint256 recipient) external {
        _onSource();
        amount = bound(amount, 1, MAXIMUM);
        bool expected = !lockContract.paused() && sourceNow < LOCKING_ENDS;
        vm.prank(HOLDER);
        try lockContract.lock(amount, recipientAt(recipient % (RECIPIENTS + 1))) returns (bytes32 lockId) {
            vm.assertTrue(expected, 'a lock that the rules refuse passed');
            (Lock memory made,) = lockContract.lockOf(lockId);
            locks.push(made);
            releaseSigners[lockId] = 1;
            refundSigners[lockId] = 1;
            retirementSigners[lockId] = 1;
        } catch {
            vm.assertFalse(expected, 'a lock that the rules allow was refused');
        }
    }

    // ---------------------------------------------------------------- relayers

    /// @dev An honest relayer signs what it sees on the other chain, once that is final.
    function attest(uint256 index, uint256 relayers) external {
        if (locks.length == 0) return;
        Lock memory chosen = locks[index % locks.length];
        bytes32 lockId = chosen.id();
        relayers = relayers & 15 | 2; // the second relayer sees everything
        if (releaseContract.isReleased(lockId)) retirementSigners[lockId] |= relayers;
        else if (targetNow >= chosen.releaseExpiry) refundSigners[lockId] |= relayers;
        else releaseSigners[lockId] |= relayers;
    }

    function release(uint256 index, uint256 signers, uint256 surplus) external {
        if (locks.length == 0) return;
        Lock memory chosen = locks[index % locks.length];
        bytes32 lockId = chosen.id();
        signers = _pick(releaseContract, signers, releaseSigners[lockId]);
        bytes[] memory signatures = _releaseSignatures(chosen, signers);
        _onTarget();
        uint256 amount = chosen.amount * FACTOR;
        bool forged = surplus % 8 == 0;
        bool expected = !forged && _isQuorum(releaseContract, signers) && !releaseContract.paused()
            && !releaseContract.isReleased(lockId) && targetNow < chosen.releaseExpiry && targetNow < RELEASING_ENDS
            && chosen.recipient != address(refuser) && amount <= _roomNow()
            && amount <= address(releaseContract).balance;
        if (forged) chosen.amount += bound(surplus, 1, 10 ** 30);
        try releaseContract.release(chosen, signatures) {
            vm.assertTrue(expected, 'a release that the rules refuse passed');
            payments.push(Payment(targetNow, amount));
        } catch {
            vm.assertFalse(expected, 'a release that the rules allow was refused');
        }
    }

    function refund(uint256 index, uint256 signers) external {
        if (locks.length == 0) return;
        Lock memory chosen = locks[index % locks.length];
        bytes32 lockId = chosen.id();
        signers = _pick(lockContract, signers, refundSigners[lockId]);
        bytes[] memory signatures = _refundSignatures(lockId, signers);
        _onSource();
        bool expected = _isQuorum(lockContract, signers) && !lockContract.paused() && sourceNow >= chosen.refundOpens
            && stateOf(lockId) == ISwapLock.State.Locked;
        try lockContract.refund(lockId, signatures) {
            vm.assertTrue(expected, 'a refund that the rules refuse passed');
        } catch {
            vm.assertFalse(expected, 'a refund that the rules allow was refused');
        }
    }

    function retire(uint256 index, uint256 signers) external {
        if (locks.length == 0) return;
        bytes32 lockId = locks[index % locks.length].id();
        signers = _pick(lockContract, signers, retirementSigners[lockId]);
        bytes[] memory signatures = _retirementSignatures(_one(lockId), signers);
        _onSource();
        bool expected = _isQuorum(lockContract, signers) && !lockContract.paused();
        try lockContract.retire(_one(lockId), signatures) {
            vm.assertTrue(expected, 'a retirement that the rules refuse passed');
        } catch {
            vm.assertFalse(expected, 'a retirement that the rules allow was refused');
        }
    }

    // ------------------------------------------------------- owner and guardian

    function pauseOrResume(bool source, uint256 seed) external {
        RelayerQuorum chosen = _side(source);
        bool paused = chosen.paused();
        if (!paused && seed % 4 != 0) return; // more often open than paused
        vm.prank(paused ? OWNER : GUARDIAN);
        if (paused) chosen.unpause();
        else chosen.pause();
    }

    function removeRelayer(bool source, uint256 which) external {
        RelayerQuorum chosen = _side(source);
        address[] memory relayers = chosen.relayers();
        if (relayers.length == chosen.quorum()) return;
        vm.prank(OWNER);
        chosen.removeRelayer(relayers[which % relayers.length]);
    }

    function announceRelayers(bool source, bool all) external {
        RelayerQuorum chosen = _side(source);
        vm.prank(OWNER);
        chosen.announceRelayers(_relayers(all ? 4 : 3), all ? 3 : 2);
    }

    function changeRelayers(bool source) external {
        RelayerQuorum chosen = _side(source);
        (,, uint256 effectiveAt) = chosen.announced();
        bool expected = effectiveAt != 0 && (source ? sourceNow : targetNow) >= effectiveAt;
        try chosen.changeRelayers() {
            vm.assertTrue(expected, 'a change that the rules refuse passed');
        } catch {
            vm.assertFalse(expected, 'a change that the rules allow was refused');
        }
    }

    function close() external {
        _onTarget();
        try releaseContract.close() {
            vm.assertTrue(targetNow >= RELEASING_ENDS, 'closed too early');
            closed = true;
        } catch {
            vm.assertTrue(targetNow < RELEASING_ENDS, 'closing was refused');
        }
    }

    // ------------------------------------------------------------------- facts

    function lockTotal() external view returns (uint256) {
        return locks.length;
    }

    function lockAt(uint256 index) external view returns (Lock memory) {
        return locks[index];
    }

    function stateOf(bytes32 lockId) public view returns (ISwapLock.State state) {
        (, state) = lockContract.lockOf(lockId);
    }

    function contracts() external view returns (address source, address target, address erc20) {
        return (address(lockContract), address(releaseContract), address(token));
    }

    /// @notice The last of them refuses whatever it is sent.
    function recipientAt(uint256 index) public view returns (address) {
        return index == RECIPIENTS ? address(refuser) : address(uint160(0xF00D + index));
    }

    /// @notice The largest sum of payments within any 24 hours.
    function busiestDay() external view returns (uint256 busiest) {
        for (uint256 last = 0; last < payments.length; ++last) {
            uint256 sum;
            for (uint256 i = 0; i <= last; ++i) {
                if (payments[i].time + 24 hours > payments[last].time) sum += payments[i].amount;
            }
            if (sum > busiest) busiest = sum;
        }
    }

    /// @dev What the limit leaves, from the payments: those of this period of three hours and the eight before it.
    function _roomNow() private view returns (uint256) {
        uint256 sum;
        for (uint256 i = 0; i < payments.length; ++i) {
            if (payments[i].time / 3 hours + 8 >= targetNow / 3 hours) sum += payments[i].amount;
        }
        return DAY_LIMIT - sum;
    }

    /// @dev Three times of four all who have signed and are relayers, else any who have signed.
    function _pick(RelayerQuorum chosen, uint256 seed, uint256 signed) private view returns (uint256) {
        return signed & (seed & 48 == 0 ? seed : _known(chosen));
    }

    function _isQuorum(RelayerQuorum chosen, uint256 signers) private view returns (bool) {
        uint256 count;
        for (uint256 left = signers; left != 0; left &= left - 1) {
            ++count;
        }
        return count >= chosen.quorum() && signers & ~_known(chosen) == 0;
    }

    function _known(RelayerQuorum chosen) private view returns (uint256 bits) {
        address[] memory relayers = chosen.relayers();
        for (uint256 i = 0; i < keys.length; ++i) {
            for (uint256 j = 0; j < relayers.length; ++j) {
                if (relayers[j] == vm.addr(keys[i])) bits |= 1 << i;
            }
        }
    }

    function _side(bool source) private returns (RelayerQuorum) {
        if (source) _onSource();
        else _onTarget();
        return source ? RelayerQuorum(lockContract) : RelayerQuorum(releaseContract);
    }
}
