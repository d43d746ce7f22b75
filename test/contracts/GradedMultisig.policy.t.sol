// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {GradedMultisig} from '../../src/contracts/multisig/GradedMultisig.sol';
import {IGradedMultisig} from '../../src/contracts/multisig/IGradedMultisig.sol';
import {MultisigTest} from './support/MultisigTest.sol';

/// @notice Which policies there can be, and how one becomes another.
contract GradedMultisigPolicyTest is MultisigTest {
    function _refused(IGradedMultisig.PolicyChange memory change, bytes memory reason) private {
        vm.expectRevert(reason);
        new GradedMultisig(change);
    }

    /// @dev The same change, proposed by all members.
    function _refusedLater(IGradedMultisig.PolicyChange memory change, bytes memory reason) private {
        _expectRevertOf(
            _selfCall(abi.encodeCall(IGradedMultisig.changePolicy, (change))),
            ALL,
            abi.encodeWithSelector(IGradedMultisig.MultisigCallReverted.selector, 0, reason)
        );
    }

    function _memberChange(address account, uint16 weight)
        private
        pure
        returns (IGradedMultisig.PolicyChange memory change)
    {
        change.members = new IGradedMultisig.Member[](1);
        change.members[0] = IGradedMultisig.Member(account, weight);
    }

    function _assetChange(IGradedMultisig.AssetRule memory rule)
        private
        pure
        returns (IGradedMultisig.PolicyChange memory change)
    {
        change.assets = new IGradedMultisig.AssetRule[](1);
        change.assets[0] = rule;
    }

    function _listing(address account, IGradedMultisig.Standing standing)
        private
        pure
        returns (IGradedMultisig.PolicyChange memory change)
    {
        change.listings = new IGradedMultisig.Listing[](1);
        change.listings[0] = IGradedMultisig.Listing(account, standing);
    }

    function test_thePolicyIsReadBack() external view {
        vm.assertEq(multisig.totalWeight(), 6, 'total weight');
        vm.assertEq(multisig.cancelWeight(), CANCEL_WEIGHT, 'cancel weight');
        vm.assertEq(multisig.suspectDelay(), SUSPECT_DELAY, 'delay');
        vm.assertEq(uint256(multisig.standingOf(ENEMY)), 3, 'standing');
        IGradedMultisig.PolicyChange memory given = _policy();
        vm.assertEq(keccak256(abi.encode(multisig.members())), keccak256(abi.encode(given.members)), 'members');
        vm.assertEq(keccak256(abi.encode(multisig.classRules())), keccak256(abi.encode(given.classes)), 'classes');
        vm.assertEq(keccak256(abi.encode(multisig.assetRules())), keccak256(abi.encode(given.assets)), 'assets');
    }

    function test_thereAreMembersAndNotTooMany() external {
        IGradedMultisig.PolicyChange memory change = _policy();
        change.members = new IGradedMultisig.Member[](0);
        _refused(change, abi.encodeWithSelector(IGradedMultisig.MultisigMemberCountOutOfRange.selector, 0));
        change.members = new IGradedMultisig.Member[](65);
        for (uint160 i = 0; i < 65; ++i) {
            change.members[i] = IGradedMultisig.Member(address(i + 1), 1);
        }
        _refused(change, abi.encodeWithSelector(IGradedMultisig.MultisigMemberCountOutOfRange.selector, 65));
        change.members = new IGradedMultisig.Member[](300);
        for (uint160 i = 0; i < 300; ++i) {
            change.members[i] = IGradedMultisig.Member(address(i + 1), 1);
        }
        _refused(change, abi.encodeWithSelector(IGradedMultisig.MultisigMemberCountOutOfRange.selector, 257));
    }

    function test_neitherZeroNorItselfIsAMember() external {
        _refusedLater(
            _memberChange(address(0), 1), abi.encodeWithSelector(IGradedMultisig.MultisigMemberInvalid.selector, 0)
        );
        _refusedLater(
            _memberChange(address(multisig), 1),
            abi.encodeWithSelector(IGradedMultisig.MultisigMemberInvalid.selector, multisig)
        );
    }

    function test_nobodyIsAMemberTwice() external {
        IGradedMultisig.PolicyChange memory change = _policy();
        change.members[1] = change.members[0];
        _refused(change, abi.encodeWithSelector(IGradedMultisig.MultisigNotAscending.selector, _member(0), _member(0)));
    }

    function test_whoIsNoMemberCannotLeave() external {
        _refusedLater(
            _memberChange(ANYONE, 0), abi.encodeWithSelector(IGradedMultisig.MultisigMemberUnknown.selector, ANYONE)
        );
    }

    function test_weightsTogetherHaveSixteenBits() external {
        _refusedLater(
            _memberChange(_member(0), type(uint16).max),
            abi.encodeWithSelector(IGradedMultisig.MultisigTotalWeightTooHigh.selector, 65_540)
        );
    }

    function test_noMemberLeavesWithoutWhomThePolicyCouldNotBeChanged() external {
        _refusedLater(
            _memberChange(_member(2), 0),
            abi.encodeWithSelector(IGradedMultisig.MultisigThresholdUnreachable.selector, 5, 3)
        );
        _changePolicy(_memberChange(_member(0), 0));
        vm.assertEq(multisig.totalWeight(), 5, 'total weight');
        vm.assertEq(multisig.members().length, 2, 'members');
    }

    function test_membersJoinChangeAndLeave() external {
        vm.expectEmit(address(multisig));
        emit IGradedMultisig.MemberChanged(ANYONE, 9);
        _changePolicy(_memberChange(ANYONE, 9));
        vm.assertEq(multisig.weightOf(ANYONE), 9, 'weight');
        _changePolicy(_memberChange(ANYONE, 8));
        vm.assertEq(multisig.totalWeight(), 14, 'total weight');
        _changePolicy(_memberChange(ANYONE, 0));
        vm.assertEq(multisig.totalWeight(), 6, 'total weight');
        vm.assertEq(multisig.members().length, 3, 'members');
    }

    function test_nothingTakesMoreThanThePolicyNorNothing() external {
        for (uint8 i = 0; i < 6; ++i) {
            IGradedMultisig.OperationClass class = IGradedMultisig.OperationClass(i);
            IGradedMultisig.PolicyChange memory change = _policy();
            change.classes[i].threshold = 0;
            // A policy that takes nothing has the others above it.
            IGradedMultisig.OperationClass named = i == 5 ? IGradedMultisig.OperationClass(0) : class;
            bytes4 reason = i == 5
                ? IGradedMultisig.MultisigClassAbovePolicy.selector
                : IGradedMultisig.MultisigThresholdZero.selector;
            _refused(change, abi.encodeWithSelector(reason, named));
            if (i == 5) continue;
            change.classes[i].threshold = POLICY_THRESHOLD + 1;
            _refused(change, abi.encodeWithSelector(IGradedMultisig.MultisigClassAbovePolicy.selector, class));
            change = _policy();
            change.classes[i].delay = 1;
            _refused(change, abi.encodeWithSelector(IGradedMultisig.MultisigClassAbovePolicy.selector, class));
        }
    }

    function test_classesComeOnce() external {
        IGradedMultisig.PolicyChange memory change = _policy();
        change.classes[1] = change.classes[0];
        _refused(change, abi.encodeWithSelector(IGradedMultisig.MultisigClassesNotAscending.selector, 0, 0));
    }

    function test_noDelayIsLongerThanThirtyDays() external {
        IGradedMultisig.PolicyChange memory change;
        change.suspectDelay = 30 days + 1;
        bytes memory reason = abi.encodeWithSelector(IGradedMultisig.MultisigDelayTooLong.selector, 30 days + 1);
        _refusedLater(change, reason);
        change = _policy();
        change.classes[5].delay = 30 days + 1;
        _refused(change, reason);
        change.classes[5].delay = 30 days;
        new GradedMultisig(change);
    }

    function test_cancellingTakesWeightThatThereIs() external {
        IGradedMultisig.PolicyChange memory change = _policy();
        change.cancelWeight = 0;
        _refused(change, abi.encodeWithSelector(IGradedMultisig.MultisigCancelWeightOutOfRange.selector, 0, 6));
        change.cancelWeight = 7;
        _refused(change, abi.encodeWithSelector(IGradedMultisig.MultisigCancelWeightOutOfRange.selector, 7, 6));
    }

    function test_suspectsAlwaysWait() external {
        IGradedMultisig.PolicyChange memory change = _policy();
        change.suspectDelay = 0;
        _refused(change, abi.encodeWithSelector(IGradedMultisig.MultisigSuspectDelayZero.selector));
    }

    function test_tiersRiseAndEndOpen() external {
        for (uint256 i = 0; i < 3; ++i) {
            IGradedMultisig.AssetRule memory rule = _assetRule(address(token), 0);
            rule.tiers[i].threshold = 0;
            _refusedTier(rule, i + 1);
            rule = _assetRule(address(token), 0);
            rule.tiers[i].ceiling = i == 2 ? MEDIUM : 0;
            _refusedTier(rule, i + 1);
            rule.tiers[i].ceiling = type(uint112).max - (i == 2 ? 1 : 0);
            _refusedTier(rule, i + 1);
        }
    }

    function _refusedTier(IGradedMultisig.AssetRule memory rule, uint256 tier) private {
        _refusedLater(
            _assetChange(rule),
            abi.encodeWithSelector(IGradedMultisig.MultisigTiersOutOfOrder.selector, rule.asset, tier)
        );
    }

    function test_thereAreFiveTiersAtMost() external {
        IGradedMultisig.AssetRule memory rule;
        rule.tiers = new IGradedMultisig.Tier[](6);
        _refusedLater(_assetChange(rule), abi.encodeWithSelector(IGradedMultisig.MultisigTooManyTiers.selector, 0, 6));
        rule.tiers = new IGradedMultisig.Tier[](5);
        for (uint16 i = 0; i < 5; ++i) {
            rule.tiers[i] = IGradedMultisig.Tier(i == 4 ? type(uint112).max : i + 1, i + 1);
        }
        _changePolicy(_assetChange(rule));
        for (uint256 i = 0; i < 5; ++i) {
            vm.assertEq(multisig.grade(_pay(PAYEE, i + 1)).tier, i + 1, 'tier');
        }
    }

    function test_noTierTakesMoreThanThePolicy() external {
        IGradedMultisig.AssetRule memory rule = _assetRule(address(token), 0);
        rule.tiers[2].threshold = POLICY_THRESHOLD + 1;
        _refusedLater(
            _assetChange(rule), abi.encodeWithSelector(IGradedMultisig.MultisigTierAbovePolicy.selector, token, 6)
        );
        IGradedMultisig.PolicyChange memory change;
        change.classes = new IGradedMultisig.ClassRule[](1);
        change.classes[0] = IGradedMultisig.ClassRule(IGradedMultisig.OperationClass.Policy, 4, 0);
        _refusedLater(change, abi.encodeWithSelector(IGradedMultisig.MultisigTierAbovePolicy.selector, 0, 5));
    }

    function test_aDailyLimitNeedsATierToLiftTo() external {
        IGradedMultisig.AssetRule memory rule = IGradedMultisig.AssetRule(address(0), 1, new IGradedMultisig.Tier[](1));
        rule.tiers[0] = IGradedMultisig.Tier(type(uint112).max, 1);
        bytes memory reason = abi.encodeWithSelector(IGradedMultisig.MultisigDailyLimitWithoutTiers.selector, 0);
        _refusedLater(_assetChange(rule), reason);
        rule.tiers = new IGradedMultisig.Tier[](0);
        _refusedLater(_assetChange(rule), reason);
    }

    function test_anAssetIsUnlisted() external {
        IGradedMultisig.AssetRule memory rule;
        vm.expectEmit(address(multisig));
        emit IGradedMultisig.AssetRuleChanged(address(0), 0, rule.tiers);
        _changePolicy(_assetChange(rule));
        vm.assertEq(multisig.assetRules().length, 1, 'assets');
        vm.assertEq(multisig.grade(_pay(PAYEE, 1)).threshold, POLICY_THRESHOLD, 'threshold');
        vm.assertEq(multisig.grade(_payToken(PAYEE, 1)).threshold, 1, 'threshold of the other');
    }

    function test_thereAreThirtyTwoAssetsAtMost() external {
        IGradedMultisig.PolicyChange memory change;
        change.assets = new IGradedMultisig.AssetRule[](31);
        for (uint160 i = 0; i < 31; ++i) {
            change.assets[i] = _assetRule(address(i + 1), 0);
        }
        _refusedLater(change, abi.encodeWithSelector(IGradedMultisig.MultisigTooManyAssets.selector, 33));
    }

    function test_anAddressHasTiersOrAStanding() external {
        _refusedLater(
            _listing(address(token), IGradedMultisig.Standing.Denied),
            abi.encodeWithSelector(IGradedMultisig.MultisigListingInvalid.selector, token)
        );
        _refusedLater(
            _assetChange(_assetRule(FRIEND, 0)),
            abi.encodeWithSelector(IGradedMultisig.MultisigAssetInvalid.selector, FRIEND)
        );
        _refusedLater(
            _assetChange(_assetRule(address(multisig), 0)),
            abi.encodeWithSelector(IGradedMultisig.MultisigAssetInvalid.selector, multisig)
        );
        _refusedLater(
            _listing(address(0), IGradedMultisig.Standing.Denied),
            abi.encodeWithSelector(IGradedMultisig.MultisigListingInvalid.selector, 0)
        );
        _refusedLater(
            _listing(address(multisig), IGradedMultisig.Standing.Denied),
            abi.encodeWithSelector(IGradedMultisig.MultisigListingInvalid.selector, multisig)
        );
    }

    function test_itselfIsNoKnownCall() external {
        _refusedAsKnown(address(multisig), 0x12345678);
    }

    function test_whatIsGradedByAmountIsNoKnownCall() external {
        _refusedAsKnown(address(token), 0xa9059cbb); // transfer(address,uint256)
        _refusedAsKnown(address(token), 0x23b872dd); // transferFrom(address,address,uint256)
        _refusedAsKnown(address(token), 0x095ea7b3); // approve(address,uint256)
        _refusedAsKnown(address(token), 0x39509351); // increaseAllowance(address,uint256)
        _refusedAsKnown(address(token), 0xd73dd623); // increaseApproval(address,uint256)
        _refusedAsKnown(address(token), 0xd505accf); // permit(address,address,uint256,uint256,uint8,bytes32,bytes32)
        _refusedAsKnown(address(token), 0x9fd5a6cf); // permit(address,address,uint256,uint256,bytes)
        _refusedAsKnown(address(token), 0x8fcbaf0c); // permit(address,address,uint256,uint256,bool,uint8,…)
    }

    function _refusedAsKnown(address target, bytes4 selector) private {
        IGradedMultisig.PolicyChange memory change;
        change.knownCalls = new IGradedMultisig.KnownCall[](1);
        change.knownCalls[0] = IGradedMultisig.KnownCall(target, selector, true);
        _refusedLater(
            change, abi.encodeWithSelector(IGradedMultisig.MultisigKnownCallInvalid.selector, target, selector)
        );
    }

    function test_aChangeFollowsTheOldPolicyAndHoldsForWhatWasSignedBefore() external {
        IGradedMultisig.Proposal memory signedBefore = IGradedMultisig.Proposal(_pay(PAYEE, 1), 1, 0, 0);
        bytes memory signatures = _signed(signedBefore, ONE);
        IGradedMultisig.PolicyChange memory change;
        change.classes = _classes([uint16(6), 6, 6, 6, 6, 6], 0);
        _expectTooLow(_selfCall(abi.encodeCall(IGradedMultisig.changePolicy, (change))), ONE | THREE, 4, 5);
        _execute(_selfCall(abi.encodeCall(IGradedMultisig.changePolicy, (change))), TWO | THREE);
        vm.expectRevert(abi.encodeWithSelector(IGradedMultisig.MultisigWeightTooLow.selector, 1, 6));
        multisig.execute(signedBefore, signatures);
    }
}

/// @notice Delays, and what cancels.
contract GradedMultisigDelayTest is MultisigTest {
    function setUp() public override {
        super.setUp();
        _delayClass(IGradedMultisig.OperationClass.Transfer, 1, 1 hours);
    }

    function test_aDelayedProposalIsScheduledThenExecuted() external {
        IGradedMultisig.Proposal memory proposal = IGradedMultisig.Proposal(_pay(PAYEE, 1), 1, 0, 0);
        bytes32 digest = _digestOf(address(multisig), proposal);
        bytes memory signatures = _signed(proposal, ONE);
        vm.expectRevert(abi.encodeWithSelector(IGradedMultisig.MultisigNotScheduled.selector, digest, 1 hours));
        multisig.execute(proposal, signatures);
        vm.expectRevert(abi.encodeWithSelector(IGradedMultisig.MultisigWeightTooLow.selector, 0, 1));
        multisig.schedule(proposal, '');
        vm.expectEmit(address(multisig));
        emit IGradedMultisig.ProposalScheduled(digest, 1, 0, START + 1 hours);
        multisig.schedule(proposal, signatures);
        vm.assertEq(multisig.scheduledAt(digest), START, 'scheduled');
        vm.expectRevert(abi.encodeWithSelector(IGradedMultisig.MultisigAlreadyScheduled.selector, digest, START));
        multisig.schedule(proposal, signatures);
        vm.warp(START + 1 hours - 1);
        vm.expectRevert(abi.encodeWithSelector(IGradedMultisig.MultisigDelayNotOver.selector, digest, START + 1 hours));
        multisig.execute(proposal, signatures);
        vm.warp(START + 1 hours);
        vm.expectRevert(abi.encodeWithSelector(IGradedMultisig.MultisigWeightTooLow.selector, 0, 1));
        multisig.execute(proposal, '');
        multisig.execute(proposal, signatures);
        vm.assertEq(PAYEE.balance, 1, 'paid');
    }

    function test_whatTakesNoDelayIsNotScheduled() external {
        IGradedMultisig.Proposal memory proposal = _next(_payToken(PAYEE, 1));
        bytes memory signatures = _signed(proposal, ALL);
        vm.expectRevert(
            abi.encodeWithSelector(IGradedMultisig.MultisigNoDelay.selector, _digestOf(address(multisig), proposal))
        );
        multisig.schedule(proposal, signatures);
    }

    function test_aScheduledProposalIsCancelledBeforeItIsReady() external {
        IGradedMultisig.Proposal memory proposal = IGradedMultisig.Proposal(_pay(PAYEE, 1), 1, 0, 0);
        bytes memory signatures = _signed(proposal, ALL);
        multisig.schedule(proposal, signatures);
        bytes32 digest = _digestOfCancellation(address(multisig), 1, 0);
        vm.assertEq(multisig.hashCancellation(1, 0), digest, 'digest');
        bytes memory few = _signatures(digest, TWO);
        vm.expectRevert(abi.encodeWithSelector(IGradedMultisig.MultisigWeightTooLow.selector, 2, CANCEL_WEIGHT));
        multisig.cancel(1, 0, few);
        vm.expectEmit(address(multisig));
        emit IGradedMultisig.SequenceCancelled(1, 0, 3);
        multisig.cancel(1, 0, _signatures(digest, THREE));
        vm.warp(START + 1 hours);
        bytes memory gone = abi.encodeWithSelector(IGradedMultisig.MultisigSequenceMismatch.selector, 1, 1, 0);
        vm.expectRevert(gone);
        multisig.execute(proposal, signatures);
        bytes memory enough = _signatures(digest, THREE);
        vm.expectRevert(gone);
        multisig.cancel(1, 0, enough);
    }

    function test_nothingIsScheduledBeforeItsTurnWhenItCouldNotBeCancelled() external {
        IGradedMultisig.Proposal memory later = IGradedMultisig.Proposal(_pay(PAYEE, 1), 1, 1, 0);
        bytes memory signatures = _signed(later, ALL);
        vm.expectRevert(abi.encodeWithSelector(IGradedMultisig.MultisigSequenceMismatch.selector, 1, 0, 1));
        multisig.schedule(later, signatures);
    }
}
