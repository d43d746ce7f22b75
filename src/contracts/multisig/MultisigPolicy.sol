// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ClassRules} from './ClassRules.sol';
import {IGradedMultisig} from './IGradedMultisig.sol';
import {MultisigAssets} from './MultisigAssets.sol';
import {MultisigMembers} from './MultisigMembers.sol';
import {TokenCall} from './TokenCall.sol';

/// @title The policy: who the members are, and how much of their weight each operation takes.
/// @dev After any change, all members together can change it again (`_requireSound`).
abstract contract MultisigPolicy is MultisigMembers, MultisigAssets {
    uint256 private constant MAX_DELAY = 30 days; // has 24 bits

    ClassRules internal rules;
    uint32 private delayForSuspects;
    mapping(address target => mapping(bytes4 selector => bool)) private knownCalls;

    modifier onlySelf() {
        if (msg.sender != address(this)) revert MultisigNotSelf(msg.sender);
        _;
    }

    constructor(PolicyChange memory first) {
        _change(first);
    }

    /// @inheritdoc IGradedMultisig
    function changePolicy(PolicyChange calldata change) external onlySelf {
        _change(change);
    }

    /// @inheritdoc IGradedMultisig
    function classRules() external view returns (ClassRule[] memory all) {
        ClassRules current = rules;
        all = new ClassRule[](uint256(type(OperationClass).max) + 1);
        for (uint256 i = 0; i < all.length; ++i) {
            OperationClass class = OperationClass(i);
            (uint16 threshold, uint32 delay) = current.ruleOf(class);
            all[i] = ClassRule(class, threshold, delay);
        }
    }

    /// @inheritdoc IGradedMultisig
    function isKnownCall(address target, bytes4 selector) public view returns (bool) {
        return knownCalls[target][selector];
    }

    /// @inheritdoc IGradedMultisig
    function cancelWeight() public view returns (uint16) {
        return rules.cancelWeight();
    }

    /// @inheritdoc IGradedMultisig
    function suspectDelay() public view returns (uint32) {
        return delayForSuspects;
    }

    function _change(PolicyChange memory change) private {
        _changeMembers(change.members);
        _changeClasses(change.classes);
        _changeAssets(change.assets);
        _changeListings(change.listings);
        _changeKnownCalls(change.knownCalls);
        if (change.cancelWeight != 0) {
            rules = rules.withCancelWeight(change.cancelWeight);
            emit CancelWeightChanged(change.cancelWeight);
        }
        if (change.suspectDelay != 0) {
            _requireDelay(change.suspectDelay);
            delayForSuspects = change.suspectDelay;
            emit SuspectDelayChanged(change.suspectDelay);
        }
        _requireSound();
    }

    function _changeClasses(ClassRule[] memory changes) private {
        ClassRules changed = rules;
        for (uint256 i = 0; i < changes.length; ++i) {
            ClassRule memory rule = changes[i];
            if (i != 0 && rule.class <= changes[i - 1].class) {
                revert MultisigClassesNotAscending(changes[i - 1].class, rule.class);
            }
            _requireDelay(rule.delay);
            changed = changed.withClass(rule);
            emit ClassRuleChanged(rule.class, rule.threshold, rule.delay);
        }
        rules = changed;
    }

    /// @dev An asset has tiers, any other address a list status: so a payment of a token need not read that of the token.
    function _changeListings(Listing[] memory changes) private {
        for (uint256 i = 0; i < changes.length; ++i) {
            (address account, Standing standing) = (changes[i].account, changes[i].standing);
            if (i != 0) _requireAscending(changes[i - 1].account, account);
            if (account == address(0) || account == address(this) || _isListed(account)) {
                revert MultisigListingInvalid(account);
            }
            _setStanding(account, standing);
        }
    }

    function _changeKnownCalls(KnownCall[] memory changes) private {
        uint256 previous;
        for (uint256 i = 0; i < changes.length; ++i) {
            KnownCall memory call = changes[i];
            uint256 place = uint256(uint160(call.target)) << 32 | uint32(call.selector);
            if (i != 0 && place <= previous) revert MultisigNotAscending(changes[i - 1].target, call.target);
            // A function graded by amount must not become known in a layout that TokenCall does not read.
            if (call.target == address(this) || TokenCall.isGraded(call.selector)) {
                revert MultisigKnownCallInvalid(call.target, call.selector);
            }
            knownCalls[call.target][call.selector] = call.known;
            previous = place;
            emit KnownCallChanged(call.target, call.selector, call.known);
        }
    }

    /// @dev Ensures that nobody is locked out: all members together can change the policy, at the latest after the
    /// longest delay, and whoever can change it can also do everything else.
    function _requireSound() private view {
        ClassRules current = rules;
        (uint256 highest, uint256 longest) = current.ruleOf(OperationClass.Policy);
        for (uint256 i = 0; i <= uint256(type(OperationClass).max); ++i) {
            OperationClass class = OperationClass(i);
            (uint256 threshold, uint256 delay) = current.ruleOf(class);
            if (threshold == 0) revert MultisigThresholdZero(class);
            if (threshold > highest || delay > longest) revert MultisigClassAbovePolicy(class);
        }
        uint256 total = totalWeight();
        if (highest > total) revert MultisigThresholdUnreachable(highest, total);
        uint256 cancelling = current.cancelWeight();
        if (cancelling == 0 || cancelling > total) revert MultisigCancelWeightOutOfRange(cancelling, total);
        if (delayForSuspects == 0) revert MultisigSuspectDelayZero();
        _requireTiersUpTo(highest);
    }

    function _requireDelay(uint256 delay) private pure {
        if (delay > MAX_DELAY) revert MultisigDelayTooLong(delay);
    }
}
