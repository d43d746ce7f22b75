// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGradedMultisig} from '../../../src/contracts/multisig/IGradedMultisig.sol';
import {MultisigPlans} from './MultisigPlans.sol';

/// @notice Members propose whatever there is, in any order, through any time; strangers and those who left sign along,
/// signatures come twice, in disorder and malleated.
/// @dev Every step must pass exactly when the books say so.
contract MultisigHandler is MultisigPlans {
    uint256 private constant ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
    uint256 private constant QUEUES = 16;
    uint256 private constant LATEST = 4;
    uint256 private constant EVERYBODY = type(uint256).max;

    /// @notice What the game has come to, so that it can be told whether it comes to everything.
    enum Event {
        TooLow,
        Refused, // the policy would lock
        Lifted,
        Scheduled,
        ExecutedLate,
        TooEarly,
        Expired,
        Superseded,
        Cancelled,
        StrangerSigned,
        Tampered,
        ByConfirmation,
        Joined,
        Left
    }

    struct Plan {
        Item[] items;
        uint256 key;
        uint64 sequence;
        uint64 end;
        uint256 since; // when it was scheduled
    }

    uint64[QUEUES] private sequences;
    bytes[] private waiting; // encoded plans
    mapping(Event => uint256) public happened;
    mapping(Kind => uint256) public executedOf;

    // ------------------------------------------------------------------ actions

    /// @notice A new proposal is scheduled, and executed where it takes no delay.
    function propose(uint256 seed, uint256 key, uint256 signers) external {
        uint64 end = seed % 5 == 0 ? uint64(block.timestamp - 1 hours + seed / 5 % 12 hours) : 0;
        Plan memory plan = Plan(_plan(seed), key % QUEUES, sequences[key % QUEUES], end, block.timestamp);
        Judgement memory judgement = _judge(plan.items);
        (bytes memory signatures, uint256 weight) = _vote(_digestOf(address(multisig), _proposal(plan)), signers);
        bool agreed = _isDue(plan) && !judgement.denied && weight >= judgement.threshold;
        _note(Event.Expired, !_isDue(plan));
        _note(Event.TooLow, weight != 0 && weight < judgement.threshold);
        bytes memory call = abi.encodeCall(IGradedMultisig.schedule, (_proposal(plan), signatures));
        if (_passes(call, agreed && judgement.delay != 0, 'schedule')) {
            waiting.push(abi.encode(plan));
            _note(Event.Scheduled, true);
        }
        bool executed = _execute(plan, signatures, agreed && judgement.delay == 0);
        _note(Event.Lifted, executed && judgement.lifted);
    }

    /// @notice What began to wait lately is tried, be it ready, too early, expired, cancelled, overtaken or no longer what it was.
    function executeWaiting(uint256 which, uint256 signers) external {
        if (waiting.length < LATEST) return;
        Plan memory plan = abi.decode(waiting[waiting.length - 1 - which % LATEST], (Plan));
        Judgement memory judgement = _judge(plan.items);
        (bytes memory signatures, uint256 weight) = _vote(_digestOf(address(multisig), _proposal(plan)), signers);
        bool agreed = _isDue(plan) && !judgement.denied && weight >= judgement.threshold;
        bool ready = plan.since + judgement.delay <= block.timestamp;
        _note(Event.TooEarly, agreed && !ready);
        _note(Event.Superseded, plan.sequence != sequences[plan.key]);
        _note(Event.ExecutedLate, _execute(plan, signatures, agreed && ready));
    }

    function cancel(uint256 key, uint256 signers) external {
        key %= QUEUES;
        bytes32 digest = _digestOfCancellation(address(multisig), uint192(key), sequences[key]);
        (bytes memory signatures, uint256 weight) = _vote(digest, signers);
        bytes memory call = abi.encodeCall(IGradedMultisig.cancel, (uint192(key), sequences[key], signatures));
        if (!_passes(call, weight >= cancelWeight, 'cancel')) return;
        ++sequences[key];
        _note(Event.Cancelled, true);
    }

    /// @dev A number that was used, for something else, signed by all members.
    function repeat(uint256 key) external {
        key %= QUEUES;
        if (sequences[key] == 0) return;
        Plan memory old = Plan(new Item[](1), key, sequences[key] - 1, 0, 0);
        bytes memory signatures = _signatures(_digestOf(address(multisig), _proposal(old)), _membersOf(EVERYBODY));
        _passes(abi.encodeCall(IGradedMultisig.execute, (_proposal(old), signatures)), false, 'a number used twice');
    }

    function pass(uint256 time) external {
        vm.warp(block.timestamp + bound(time, 1, 9 hours));
    }

    // -------------------------------------------------------------------- facts

    function totalWeight() external view returns (uint256) {
        return _totalWeight();
    }

    function weightOf(uint256 index) external view returns (address member, uint256 weight) {
        return (_member(index), weights[index]);
    }

    // ------------------------------------------------------------------- playing

    function _execute(Plan memory plan, bytes memory signatures, bool expected) private returns (bool executed) {
        bool sound = true;
        for (uint256 i = 0; i < plan.items.length; ++i) {
            if (plan.items[i].kind >= Kind.Member && !_isSound(plan.items[i])) sound = false;
        }
        _note(Event.Refused, expected && !sound);
        bytes memory call = abi.encodeCall(IGradedMultisig.execute, (_proposal(plan), signatures));
        executed = _passes(call, expected && sound, 'execute');
        if (!executed) return false;
        ++sequences[plan.key];
        for (uint256 i = 0; i < plan.items.length; ++i) {
            Item memory item = plan.items[i];
            ++executedOf[item.kind];
            bool wasMember = item.kind == Kind.Member && weights[item.who] != 0;
            _note(Event.Joined, item.kind == Kind.Member && !wasMember);
            _note(Event.Left, wasMember && item.amount == 0);
        }
        _enter(plan.items);
    }

    function _isDue(Plan memory plan) private view returns (bool) {
        return plan.sequence == sequences[plan.key] && (plan.end == 0 || block.timestamp <= plan.end);
    }

    function _proposal(Plan memory plan) private view returns (IGradedMultisig.Proposal memory) {
        return IGradedMultisig.Proposal(_calls(plan.items), uint192(plan.key), plan.sequence, plan.end);
    }

    function _passes(bytes memory call, bool expected, string memory what) private returns (bool passed) {
        (passed,) = address(multisig).call(call);
        if (expected) vm.assertTrue(passed, string.concat(what, ': refused with all it takes'));
        else vm.assertFalse(passed, string.concat(what, ': passed without what it takes'));
    }

    function _note(Event what, bool happens) private {
        if (happens) ++happened[what];
    }

    // -------------------------------------------------------------------- voting

    /// @return signatures Some by key, some by confirmation.
    /// @return weight What they must count; 0 where they must be refused.
    function _vote(bytes32 digest, uint256 seed) private returns (bytes memory signatures, uint256 weight) {
        uint256 some = seed >> 16 & ((1 << KEYS) - 1);
        // Now and then strangers sign along, and those who left.
        uint256 signers = seed % 8 == 0 ? some : _membersOf(some);
        bool allMembers = signers == _membersOf(signers);
        _note(Event.StrangerSigned, !allMembers);
        for (uint256 i = 0; i < KEYS; ++i) {
            if (signers >> i & 1 == 0) continue;
            bool onChain = seed >> 32 + i & 3 == 0 && _confirms(i, digest);
            _note(Event.ByConfirmation, onChain);
            bytes memory signature = onChain ? abi.encodePacked(uint8(1), _member(i)) : _signature(i, digest);
            signatures = bytes.concat(signatures, _tampered(signature, seed >> 40 + i));
            if (_isTampered(seed >> 40 + i)) allMembers = false;
            if (allMembers) weight += weights[i];
        }
        if (!allMembers) weight = 0;
    }

    function _confirms(uint256 index, bytes32 digest) private returns (bool) {
        if (multisig.hasConfirmed(digest, _member(index))) return true;
        if (weights[index] == 0) return false;
        vm.prank(_member(index));
        multisig.confirm(digest);
        return true;
    }

    function _isTampered(uint256 seed) private pure returns (bool) {
        return seed % 61 == 0;
    }

    /// @dev Twice, or in its other form.
    function _tampered(bytes memory signature, uint256 seed) private returns (bytes memory) {
        if (!_isTampered(seed)) return signature;
        _note(Event.Tampered, true);
        if (seed / 61 % 2 == 0 || signature.length != 65) return bytes.concat(signature, signature);
        signature[0] = signature[0] == 0x1b ? bytes1(0x1c) : bytes1(0x1b);
        assembly {
            mstore(add(signature, 0x41), sub(ORDER, mload(add(signature, 0x41))))
        }
        return signature;
    }

    function _membersOf(uint256 signers) private view returns (uint256 members) {
        for (uint256 i = 0; i < KEYS; ++i) {
            if (signers >> i & 1 == 1 && weights[i] != 0) members |= 1 << i;
        }
    }
}
