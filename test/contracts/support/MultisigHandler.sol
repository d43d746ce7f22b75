// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {GradedMultisig} from '../../../src/contracts/multisig/GradedMultisig.sol';
import {IGradedMultisig} from '../../../src/contracts/multisig/IGradedMultisig.sol';
import {MultisigSigner} from './MultisigSigner.sol';

/// @notice Any members propose any payments and changes of the policy, in any order, through any time.
/// @dev Keeps its own books and its own rule of grading, written without a look at the contract's: every execution must
/// pass exactly when that rule says so. One asset (native coin), three tiers of 1, 3 and 5, a daily limit.
contract MultisigHandler is MultisigSigner {
    uint256 public constant LIMIT = 5_000_000;
    uint256 private constant SMALL = 1_000_000;
    uint256 private constant MEDIUM = 10_000_000;
    uint256 private constant POLICY_THRESHOLD = 5;
    address private constant PAYEE = address(0xBEEF);
    address private constant FRIEND = address(0xF00D);

    GradedMultisig public immutable multisig;

    mapping(uint256 index => uint16) private weights; // the model's members
    uint256[] private times; // of every payment
    uint256[] private amounts;
    uint64[4] private sequences;
    uint256 public executions;
    uint256 public paidTotal;

    constructor() {
        IGradedMultisig.PolicyChange memory change;
        change.members = new IGradedMultisig.Member[](4);
        for (uint16 i = 0; i < 4; ++i) {
            weights[i] = i + 1;
            change.members[i] = IGradedMultisig.Member(_member(i), i + 1);
        }
        change.classes = new IGradedMultisig.ClassRule[](6);
        for (uint16 i = 0; i < 6; ++i) {
            uint16 threshold = i == 5 ? uint16(POLICY_THRESHOLD) : i == 4 ? 2 : 1;
            change.classes[i] = IGradedMultisig.ClassRule(IGradedMultisig.OperationClass(i), threshold, 0);
        }
        change.assets = new IGradedMultisig.AssetRule[](1);
        change.assets[0] = IGradedMultisig.AssetRule(address(0), uint112(LIMIT), new IGradedMultisig.Tier[](3));
        change.assets[0].tiers[0] = IGradedMultisig.Tier(uint112(SMALL), 1);
        change.assets[0].tiers[1] = IGradedMultisig.Tier(uint112(MEDIUM), 3);
        change.assets[0].tiers[2] = IGradedMultisig.Tier(type(uint112).max, 5);
        change.listings = new IGradedMultisig.Listing[](1);
        change.listings[0] = IGradedMultisig.Listing(FRIEND, IGradedMultisig.Standing.Allowed);
        change.cancelWeight = 1;
        change.suspectDelay = 1;
        multisig = new GradedMultisig(change);
        vm.deal(address(multisig), 1e30);
    }

    // ------------------------------------------------------------------ actions

    /// @param toPayee What goes to somebody without a standing; 0 for no such call.
    /// @param toFriend What goes to an allowed recipient; 0 for no such call.
    function pay(uint256 toPayee, uint256 toFriend, uint256 key, uint256 signers) external {
        toPayee = bound(toPayee, 0, 2 * MEDIUM);
        toFriend = bound(toFriend, 0, SMALL);
        // Multiples of what is exact, so that the model needs no rounding.
        (toPayee, toFriend) = (toPayee - toPayee % 50, toFriend - toFriend % 50);
        uint256 count = (toPayee == 0 ? 0 : 1) + (toFriend == 0 ? 0 : 1);
        if (count == 0) return;
        IGradedMultisig.Call[] memory calls = new IGradedMultisig.Call[](count);
        if (toPayee != 0) calls[0] = IGradedMultisig.Call(PAYEE, toPayee, '');
        if (toFriend != 0) calls[count - 1] = IGradedMultisig.Call(FRIEND, toFriend, '');
        uint256 threshold = _thresholdOf(toPayee, toPayee + toFriend, count > 1);
        if (_execute(calls, key, signers, threshold)) {
            times.push(block.timestamp);
            amounts.push(toPayee + toFriend);
            paidTotal += toPayee + toFriend;
        }
    }

    function changeMember(uint256 index, uint16 weight, uint256 key, uint256 signers) external {
        index = bound(index, 0, KEYS - 1);
        weight = uint16(bound(weight, 0, 5));
        IGradedMultisig.PolicyChange memory change;
        change.members = new IGradedMultisig.Member[](1);
        change.members[0] = IGradedMultisig.Member(_member(index), weight);
        IGradedMultisig.Call[] memory calls = new IGradedMultisig.Call[](1);
        calls[0] = IGradedMultisig.Call(address(multisig), 0, abi.encodeCall(IGradedMultisig.changePolicy, (change)));
        bool sound = totalWeight() - weights[index] + weight >= POLICY_THRESHOLD && weight + weights[index] != 0;
        if (_execute(calls, key, signers, sound ? POLICY_THRESHOLD : type(uint256).max)) weights[index] = weight;
    }

    /// @dev What was executed, offered again.
    function repeat(uint256 key) external {
        key = bound(key, 0, 3);
        if (sequences[key] == 0) return;
        IGradedMultisig.Call[] memory calls = new IGradedMultisig.Call[](1);
        calls[0] = IGradedMultisig.Call(PAYEE, 1, '');
        IGradedMultisig.Proposal memory old = IGradedMultisig.Proposal(calls, uint192(key), sequences[key] - 1, 0);
        try multisig.execute(old, _signatures(_digestOf(address(multisig), old), _membersOf(type(uint256).max))) {
            vm.assertTrue(false, 'a number was used twice');
        } catch {}
    }

    function pass(uint256 time) external {
        vm.warp(block.timestamp + bound(time, 1, 9 hours));
    }

    // -------------------------------------------------------------------- facts

    function totalWeight() public view returns (uint256 total) {
        for (uint256 i = 0; i < KEYS; ++i) {
            total += weights[i];
        }
    }

    function weightOf(uint256 index) external view returns (address member, uint256 weight) {
        return (_member(index), weights[index]);
    }

    // -------------------------------------------------------------------- model

    /// @dev The least and, as buckets may count up to 26 hours, perhaps one tier more: the contract's own sum decides
    /// between the two, and must lie between both.
    function _thresholdOf(uint256 graded, uint256 moved, bool isBatch) private view returns (uint256) {
        uint256 tier = graded <= SMALL ? 0 : graded <= MEDIUM ? 1 : 2;
        uint256 counted = multisig.spentWithinDay(address(0));
        vm.assertGe(_atMostLimit(counted), _atMostLimit(_spentSince(24 hours)), 'a payment was forgotten');
        vm.assertLe(_atMostLimit(counted), _atMostLimit(_spentSince(26 hours)), 'a payment was counted too long');
        if (moved + counted > LIMIT && tier < 2) ++tier;
        uint256 threshold = 2 * tier + 1;
        return isBatch && threshold < 2 ? 2 : threshold;
    }

    /// @dev Above the limit one sum is as good as another.
    function _atMostLimit(uint256 sum) private pure returns (uint256) {
        return sum < LIMIT ? sum : LIMIT;
    }

    function _spentSince(uint256 age) private view returns (uint256 sum) {
        for (uint256 i = times.length; i > 0 && times[i - 1] + age > block.timestamp; --i) {
            sum += amounts[i - 1];
        }
    }

    function _execute(IGradedMultisig.Call[] memory calls, uint256 key, uint256 signers, uint256 threshold)
        private
        returns (bool passed)
    {
        key = bound(key, 0, 3);
        // Now and then strangers sign along.
        uint256 some = signers / 4 % (1 << KEYS);
        signers = signers % 4 == 0 ? some : _membersOf(some);
        uint256 members = _membersOf(signers);
        // Those who are no members make it worthless, whoever else signed.
        bool expected = signers == members && _weigh(members) >= threshold;
        IGradedMultisig.Proposal memory proposal = IGradedMultisig.Proposal(calls, uint192(key), sequences[key], 0);
        bytes memory signatures = _signatures(_digestOf(address(multisig), proposal), signers);
        try multisig.execute(proposal, signatures) {
            vm.assertTrue(expected, 'executed below its threshold');
            ++sequences[key];
            ++executions;
            return true;
        } catch {
            vm.assertFalse(expected, 'what has its weight was refused');
        }
    }

    function _membersOf(uint256 signers) private view returns (uint256 members) {
        for (uint256 i = 0; i < KEYS; ++i) {
            if (signers >> i & 1 == 1 && weights[i] != 0) members |= 1 << i;
        }
    }

    function _weigh(uint256 signers) private view returns (uint256 weight) {
        for (uint256 i = 0; i < KEYS; ++i) {
            if (signers >> i & 1 == 1) weight += weights[i];
        }
    }
}
