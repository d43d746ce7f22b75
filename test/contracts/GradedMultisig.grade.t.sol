// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGradedMultisig} from '../../src/contracts/multisig/IGradedMultisig.sol';
import {HonestToken} from './hostile/Tokens.sol';
import {MultisigTest} from './support/MultisigTest.sol';

/// @notice What each kind of proposal takes.
contract GradedMultisigGradeTest is MultisigTest {
    function _assertGrade(IGradedMultisig.Call[] memory calls, uint256 class, uint256 tier, uint256 threshold)
        private
        view
        returns (IGradedMultisig.Grade memory taken)
    {
        taken = multisig.grade(calls);
        vm.assertEq(uint256(taken.class), class, 'class');
        vm.assertEq(taken.tier, tier, 'tier');
        vm.assertEq(taken.tierCount, tier == 0 ? 0 : 3, 'tier count');
        vm.assertEq(taken.threshold, threshold, 'threshold');
    }

    function _tokenCall(string memory signature, address to, uint256 amount)
        private
        view
        returns (IGradedMultisig.Call[] memory)
    {
        return _call(address(token), 0, abi.encodeWithSignature(signature, to, amount));
    }

    function test_tiersIncludeTheirCeilings() external view {
        _assertGrade(_pay(PAYEE, 0), 0, 1, 1);
        _assertGrade(_pay(PAYEE, SMALL), 0, 1, 1);
        _assertGrade(_pay(PAYEE, SMALL + 1), 0, 2, 3);
        _assertGrade(_payToken(PAYEE, SMALL), 1, 1, 1);
        _assertGrade(_payToken(PAYEE, SMALL + 1), 1, 2, 3);
        _assertGrade(_payToken(PAYEE, type(uint256).max), 1, 3, 5);
    }

    function test_theClassIsAFloorUnderTheTier() external view {
        _assertGrade(_tokenCall('approve(address,uint256)', PAYEE, 1), 2, 1, 2);
        _assertGrade(_tokenCall('approve(address,uint256)', PAYEE, SMALL + 1), 2, 2, 3);
        _assertGrade(_tokenCall('increaseAllowance(address,uint256)', PAYEE, type(uint256).max), 2, 3, 5);
        _assertGrade(_tokenCall('increaseApproval(address,uint256)', PAYEE, SMALL + 1), 2, 2, 3);
    }

    function test_transferFromAndPermitsAreGradedByWhatTheyMove() external view {
        bytes memory data = abi.encodeCall(HonestToken.transferFrom, (address(multisig), PAYEE, SMALL + 1));
        _assertGrade(_call(address(token), 0, data), 1, 2, 3);
        data = abi.encodeWithSignature(
            'permit(address,address,uint256,uint256,uint8,bytes32,bytes32)', PAYEE, PAYEE, SMALL, 0, 0, 0, 0
        );
        _assertGrade(_call(address(token), 0, data), 2, 1, 2);
        data = abi.encodeWithSignature('permit(address,address,uint256,uint256,bytes)', PAYEE, PAYEE, SMALL, 0, '');
        _assertGrade(_call(address(token), 0, data), 2, 1, 2);
        data = abi.encodeWithSignature(
            'permit(address,address,uint256,uint256,bool,uint8,bytes32,bytes32)', PAYEE, PAYEE, 0, 0, true, 0, 0, 0
        );
        _assertGrade(_call(address(token), 0, data), 2, 3, 5);
    }

    function test_whatNobodyKnowsTakesTheHighest() external view {
        _assertGrade(_call(PAYEE, 0, hex'00'), 3, 0, POLICY_THRESHOLD);
        _assertGrade(_call(FRIEND, 0, abi.encodeWithSignature('pause()')), 3, 0, POLICY_THRESHOLD);
        _assertGrade(_call(address(token), 0, abi.encodeWithSignature('burn(uint256)', 1)), 3, 0, POLICY_THRESHOLD);
        _assertGrade(
            _call(address(unlisted), 0, abi.encodeCall(HonestToken.transfer, (FRIEND, 1))), 1, 0, POLICY_THRESHOLD
        );
        _assertGrade(_selfCall(''), 5, 0, POLICY_THRESHOLD);
    }

    function test_aTokenCallWithStrayBytesIsUnknown() external view {
        bytes memory data = abi.encodeCall(HonestToken.transfer, (PAYEE, 1));
        _assertGrade(_call(address(token), 0, bytes.concat(data, hex'00')), 3, 0, POLICY_THRESHOLD);
        data[4] = 0x01; // above the 20 bytes of the address
        _assertGrade(_call(address(token), 0, data), 3, 0, POLICY_THRESHOLD);
    }

    function test_aKnownFunctionTakesItsClassAndTheTierOfItsValue() external {
        IGradedMultisig.PolicyChange memory change;
        change.knownCalls = new IGradedMultisig.KnownCall[](1);
        change.knownCalls[0] = IGradedMultisig.KnownCall(PAYEE, 0x8456cb59, true); // pause()
        _changePolicy(change);
        vm.assertTrue(multisig.isKnownCall(PAYEE, 0x8456cb59), 'known');
        bytes memory data = abi.encodeWithSignature('pause()');
        _assertGrade(_call(PAYEE, 0, data), 3, 0, 2);
        _assertGrade(_call(PAYEE, SMALL + 1, data), 3, 2, 3);
        change.knownCalls[0].known = false;
        _changePolicy(change);
        _assertGrade(_call(PAYEE, 0, data), 3, 0, POLICY_THRESHOLD);
    }

    function test_anAllowedRecipientTakesTheLowestTier() external view {
        _assertGrade(_pay(FRIEND, DAILY_LIMIT), 0, 1, 1);
        _assertGrade(_payToken(FRIEND, DAILY_LIMIT), 1, 1, 1);
    }

    function test_aSuspectTakesTheHighestTierAndADelay() external view {
        vm.assertEq(_assertGrade(_pay(SUSPECT, 1), 0, 3, 5).delay, SUSPECT_DELAY, 'delay');
        vm.assertEq(_assertGrade(_payToken(SUSPECT, 1), 1, 3, 5).delay, SUSPECT_DELAY, 'delay');
        vm.assertEq(_assertGrade(_call(SUSPECT, 0, hex'12345678'), 3, 0, 5).delay, SUSPECT_DELAY, 'delay');
        IGradedMultisig.Call[] memory calls =
            _call(address(unlisted), 0, abi.encodeCall(HonestToken.transfer, (SUSPECT, 1)));
        vm.assertEq(_assertGrade(calls, 1, 0, 5).delay, SUSPECT_DELAY, 'delay');
    }

    function test_aDeniedAddressIsNeverPaidNorCalledNorApproved() external {
        bytes memory reason = abi.encodeWithSelector(IGradedMultisig.MultisigDenied.selector, ENEMY);
        _expectRevertOf(_pay(ENEMY, 0), ALL, reason);
        _expectRevertOf(_call(ENEMY, 0, hex'12345678'), ALL, reason);
        _expectRevertOf(_payToken(ENEMY, 1), ALL, reason);
        _expectRevertOf(_tokenCall('approve(address,uint256)', ENEMY, 1), ALL, reason);
        _expectRevertOf(_call(address(unlisted), 0, abi.encodeCall(HonestToken.transfer, (ENEMY, 1))), ALL, reason);
        _expectRevertOf(_both(_pay(PAYEE, 1), _pay(ENEMY, 1)), ALL, reason);
    }

    /// @dev Known functions, so that nothing but the recipient could lift them.
    function test_whoTakesACollectibleHasAStandingToo() external {
        bytes4[5] memory known = [bytes4(0x42842e0e), 0xa22cb465, 0xb88d4fde, 0xf242432a, 0x2eb2c2d6];
        for (uint256 i = 0; i < known.length; ++i) {
            IGradedMultisig.PolicyChange memory change;
            change.knownCalls = new IGradedMultisig.KnownCall[](1);
            change.knownCalls[0] = IGradedMultisig.KnownCall(address(unlisted), known[i], true);
            _changePolicy(change);
            bool toOperator = known[i] == 0xa22cb465;
            _assertGrade(_give(known[i], toOperator, PAYEE), 3, 0, 2);
            _assertGrade(_give(known[i], toOperator, FRIEND), 3, 0, 2);
            vm.assertEq(_assertGrade(_give(known[i], toOperator, SUSPECT), 3, 0, 5).delay, SUSPECT_DELAY, 'delay');
            _expectRevertOf(
                _give(known[i], toOperator, ENEMY),
                ALL,
                abi.encodeWithSelector(IGradedMultisig.MultisigDenied.selector, ENEMY)
            );
        }
    }

    function _give(bytes4 selector, bool toOperator, address to) private view returns (IGradedMultisig.Call[] memory) {
        bytes memory data = toOperator
            ? abi.encodeWithSelector(selector, to, true)
            : abi.encodeWithSelector(selector, multisig, to, 1, 1, '');
        return _call(address(unlisted), 0, data);
    }

    function test_strayBytesHideNoRecipient() external {
        bytes[4] memory calls = [
            abi.encodeCall(HonestToken.transfer, (ENEMY, 1)),
            abi.encodeCall(HonestToken.transferFrom, (address(multisig), ENEMY, 1)),
            abi.encodeWithSignature('increaseAllowance(address,uint256)', ENEMY, 1),
            abi.encodeWithSignature(
                'permit(address,address,uint256,uint256,uint8,bytes32,bytes32)', multisig, ENEMY, 1, 0, 0, 0, 0
            )
        ];
        bytes memory reason = abi.encodeWithSelector(IGradedMultisig.MultisigDenied.selector, ENEMY);
        for (uint256 i = 0; i < calls.length; ++i) {
            _expectRevertOf(_call(address(token), 0, bytes.concat(calls[i], hex'00')), ALL, reason);
            calls[i][i % 2 == 0 ? 4 : 36] = 0x01; // above the 20 bytes of the address
            _expectRevertOf(_call(address(token), 0, calls[i]), ALL, reason);
        }
        bytes memory cut = abi.encodePacked(HonestToken.transfer.selector, uint256(uint160(SUSPECT)));
        vm.assertEq(_assertGrade(_call(address(token), 0, cut), 3, 0, 5).delay, SUSPECT_DELAY, 'delay');
    }

    /// @dev But an ERC-721 token may have the number 0, so what is not listed is given even then.
    function test_anAllowanceIsTakenBackEvenFromTheDenied() external {
        address[2] memory spenders = [ENEMY, SUSPECT];
        for (uint256 i = 0; i < 2; ++i) {
            vm.assertEq(_assertGrade(_tokenCall('approve(address,uint256)', spenders[i], 0), 2, 1, 2).delay, 0, 'delay');
            bytes memory data = abi.encodeWithSignature('setApprovalForAll(address,bool)', spenders[i], false);
            vm.assertEq(_assertGrade(_call(address(unlisted), 0, data), 3, 0, 5).delay, 0, 'delay');
        }
        bytes memory reason = abi.encodeWithSelector(IGradedMultisig.MultisigDenied.selector, ENEMY);
        _expectRevertOf(
            _call(address(unlisted), 0, abi.encodeWithSignature('approve(address,uint256)', ENEMY, 0)), ALL, reason
        );
        _expectRevertOf(_payToken(ENEMY, 0), ALL, reason);
    }

    function test_aBatchIsGradedByItsSumPerAsset() external view {
        _assertGrade(_both(_pay(PAYEE, SMALL), _payToken(PAYEE, SMALL)), 4, 1, 2);
        _assertGrade(_both(_pay(PAYEE, SMALL), _pay(ANYONE, 1)), 4, 2, 3);
        _assertGrade(_both(_payToken(PAYEE, SMALL), _tokenCall('approve(address,uint256)', ANYONE, 1)), 4, 2, 3);
    }

    function test_whatGoesToAllowedRecipientsIsLeftOutOfTheSum() external view {
        _assertGrade(_both(_pay(FRIEND, 2 * SMALL), _pay(PAYEE, SMALL)), 4, 1, 2);
    }

    function test_aBatchTakesWhatItsHighestMemberTakes() external view {
        _assertGrade(_both(_pay(PAYEE, 1), _selfCall('')), 4, 1, POLICY_THRESHOLD);
        vm.assertEq(_assertGrade(_both(_pay(PAYEE, 1), _payToken(SUSPECT, 1)), 4, 3, 5).delay, SUSPECT_DELAY, 'delay');
    }

    function test_unlimitedApprovalsDoNotOverflowTheirSum() external view {
        IGradedMultisig.Call[] memory all = _tokenCall('approve(address,uint256)', PAYEE, type(uint256).max);
        _assertGrade(_both(all, all), 4, 3, 5);
    }

    function test_oneUnitLessThanTheGradeIsTooLittle() external {
        _expectTooLow(_pay(PAYEE, SMALL + 1), TWO, 2, 3);
        _expectTooLow(_payToken(PAYEE, uint256(MEDIUM) + 1), ONE | THREE, 4, 5);
        _expectTooLow(_selfCall(''), ONE | THREE, 4, 5);
        _execute(_payToken(PAYEE, uint256(MEDIUM) + 1), TWO | THREE);
    }

    // ---------------------------------------------------------------- daily limit

    function test_theLimitItselfIsNotPassedByReachingIt() external {
        for (uint256 i = 0; i < 5; ++i) {
            _execute(_pay(PAYEE, SMALL), ONE);
        }
        vm.assertEq(multisig.spentWithinDay(address(0)), DAILY_LIMIT, 'spent');
        IGradedMultisig.Grade memory taken = _assertGrade(_pay(PAYEE, 1), 0, 2, 3);
        vm.assertTrue(taken.lifted, 'lifted');
        _expectTooLow(_pay(PAYEE, 1), TWO, 2, 3);
        _assertGrade(_payToken(PAYEE, 1), 1, 1, 1); // another asset has its own
    }

    function test_theLimitLiftsByOneTierAndNotAboveTheLast() external {
        _executeByAll(_pay(FRIEND, DAILY_LIMIT));
        _assertGrade(_pay(PAYEE, SMALL + 1), 0, 3, 5);
        _assertGrade(_pay(FRIEND, 1), 0, 2, 3);
        vm.assertFalse(_assertGrade(_pay(PAYEE, uint256(MEDIUM) + 1), 0, 3, 5).lifted, 'lifted');
    }

    function test_aPaymentCountsForTwentyFourHoursAndNotForTwentySix() external {
        _execute(_pay(FRIEND, DAILY_LIMIT), ONE);
        vm.warp(START + 24 hours);
        _assertGrade(_pay(PAYEE, 1), 0, 2, 3);
        vm.warp(START + 26 hours);
        _assertGrade(_pay(PAYEE, 1), 0, 1, 1);
        vm.assertEq(multisig.spentWithinDay(address(0)), 0, 'spent');
    }

    function test_whatWasPaidStaysPaidWhenTheLimitChanges() external {
        _execute(_pay(FRIEND, DAILY_LIMIT), ONE);
        IGradedMultisig.PolicyChange memory change;
        change.assets = new IGradedMultisig.AssetRule[](1);
        change.assets[0] = _assetRule(address(0), 2 * DAILY_LIMIT);
        _changePolicy(change);
        vm.assertEq(multisig.spentWithinDay(address(0)), DAILY_LIMIT, 'spent');
        change.assets[0].dailyLimit = DAILY_LIMIT / 5;
        _changePolicy(change);
        vm.assertGe(multisig.spentWithinDay(address(0)), DAILY_LIMIT / 5 + 1, 'spent');
        _assertGrade(_pay(PAYEE, 1), 0, 2, 3);
    }
}
