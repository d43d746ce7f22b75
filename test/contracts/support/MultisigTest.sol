// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {GradedMultisig} from '../../../src/contracts/multisig/GradedMultisig.sol';
import {IGradedMultisig} from '../../../src/contracts/multisig/IGradedMultisig.sol';
import {HonestToken} from '../hostile/Tokens.sol';
import {MultisigSigner} from './MultisigSigner.sol';

/// @notice What the tests of the multisig share: three members of weights 1, 2 and 3, one listed token, native coin.
/// @dev Thresholds: a transfer takes 1, an approval, a known call or a batch 2, the policy 5; tiers take 1, 3 and 5.
abstract contract MultisigTest is MultisigSigner {
    uint256 internal constant START = 1_800_000_000;
    uint16 internal constant POLICY_THRESHOLD = 5;
    uint16 internal constant CANCEL_WEIGHT = 3;
    uint32 internal constant SUSPECT_DELAY = 1 days;
    uint112 internal constant SMALL = 100e18;
    uint112 internal constant MEDIUM = 1_000e18;
    uint112 internal constant DAILY_LIMIT = 500e18;

    // Members, as bits of who signs. They weigh 1, 2 and 3.
    uint256 internal constant ONE = 1;
    uint256 internal constant TWO = 2;
    uint256 internal constant THREE = 4;
    uint256 internal constant ALL = 7;

    address internal constant ANYONE = address(0xCAFE);
    address internal constant PAYEE = address(0xBEEF);
    address internal constant FRIEND = address(0xF00D);
    address internal constant SUSPECT = address(0xBAD);
    address internal constant ENEMY = address(0xDEAD);

    GradedMultisig internal multisig;
    HonestToken internal token;
    HonestToken internal unlisted;

    function setUp() public virtual {
        vm.warp(START);
        token = new HonestToken();
        unlisted = new HonestToken();
        multisig = new GradedMultisig(_policy());
        _changePolicy(_listings());
        vm.deal(address(multisig), 1e30);
        token.mint(address(multisig), 1e30);
        unlisted.mint(address(multisig), 1e30);
    }

    // ------------------------------------------------------------------- policy

    function _policy() internal view virtual returns (IGradedMultisig.PolicyChange memory change) {
        change.members = new IGradedMultisig.Member[](3);
        for (uint16 i = 0; i < 3; ++i) {
            change.members[i] = IGradedMultisig.Member(_member(i), i + 1);
        }
        change.classes = _classes([uint16(1), 1, 2, 2, 2, POLICY_THRESHOLD], 0);
        change.assets = new IGradedMultisig.AssetRule[](2);
        change.assets[0] = _assetRule(address(0), DAILY_LIMIT);
        change.assets[1] = _assetRule(address(token), DAILY_LIMIT);
        change.cancelWeight = CANCEL_WEIGHT;
        change.suspectDelay = SUSPECT_DELAY;
    }

    function _listings() private pure returns (IGradedMultisig.PolicyChange memory change) {
        change.listings = new IGradedMultisig.Listing[](3);
        change.listings[0] = IGradedMultisig.Listing(SUSPECT, IGradedMultisig.Standing.Suspect);
        change.listings[1] = IGradedMultisig.Listing(ENEMY, IGradedMultisig.Standing.Denied);
        change.listings[2] = IGradedMultisig.Listing(FRIEND, IGradedMultisig.Standing.Allowed);
    }

    function _classes(uint16[6] memory thresholds, uint32 delay)
        internal
        pure
        returns (IGradedMultisig.ClassRule[] memory classes)
    {
        classes = new IGradedMultisig.ClassRule[](6);
        for (uint256 i = 0; i < 6; ++i) {
            classes[i] = IGradedMultisig.ClassRule(IGradedMultisig.OperationClass(i), thresholds[i], delay);
        }
    }

    function _assetRule(address asset, uint112 dailyLimit)
        internal
        pure
        returns (IGradedMultisig.AssetRule memory rule)
    {
        rule = IGradedMultisig.AssetRule(asset, dailyLimit, new IGradedMultisig.Tier[](3));
        rule.tiers[0] = IGradedMultisig.Tier(SMALL, 1);
        rule.tiers[1] = IGradedMultisig.Tier(MEDIUM, 3);
        rule.tiers[2] = IGradedMultisig.Tier(type(uint112).max, 5);
    }

    /// @notice A change of the policy that all members sign.
    function _changePolicy(IGradedMultisig.PolicyChange memory change) internal {
        _executeByAll(_selfCall(abi.encodeCall(IGradedMultisig.changePolicy, (change))));
    }

    function _delayClass(IGradedMultisig.OperationClass class, uint16 threshold, uint32 delay) internal {
        IGradedMultisig.PolicyChange memory change;
        change.classes = new IGradedMultisig.ClassRule[](2);
        change.classes[0] = IGradedMultisig.ClassRule(class, threshold, delay);
        change.classes[1] = IGradedMultisig.ClassRule(IGradedMultisig.OperationClass.Policy, POLICY_THRESHOLD, delay);
        _changePolicy(change);
    }

    // ---------------------------------------------------------------- proposals

    function _selfCall(bytes memory data) internal view returns (IGradedMultisig.Call[] memory) {
        return _call(address(multisig), 0, data);
    }

    function _call(address to, uint256 value, bytes memory data)
        internal
        pure
        returns (IGradedMultisig.Call[] memory calls)
    {
        calls = new IGradedMultisig.Call[](1);
        calls[0] = IGradedMultisig.Call(to, value, data);
    }

    function _pay(address to, uint256 amount) internal pure returns (IGradedMultisig.Call[] memory) {
        return _call(to, amount, '');
    }

    function _payToken(address to, uint256 amount) internal view returns (IGradedMultisig.Call[] memory) {
        return _call(address(token), 0, abi.encodeCall(HonestToken.transfer, (to, amount)));
    }

    function _both(IGradedMultisig.Call[] memory first, IGradedMultisig.Call[] memory second)
        internal
        pure
        returns (IGradedMultisig.Call[] memory calls)
    {
        calls = new IGradedMultisig.Call[](first.length + second.length);
        for (uint256 i = 0; i < calls.length; ++i) {
            calls[i] = i < first.length ? first[i] : second[i - first.length];
        }
    }

    /// @notice The next proposal of key 0, for ever.
    function _next(IGradedMultisig.Call[] memory calls) internal view returns (IGradedMultisig.Proposal memory) {
        return IGradedMultisig.Proposal(calls, 0, multisig.sequenceOf(0), 0);
    }

    function _signed(IGradedMultisig.Proposal memory proposal, uint256 signers) internal view returns (bytes memory) {
        return _signatures(_digestOf(address(multisig), proposal), signers);
    }

    function _execute(IGradedMultisig.Call[] memory calls, uint256 signers) internal {
        IGradedMultisig.Proposal memory proposal = _next(calls);
        multisig.execute(proposal, _signed(proposal, signers));
    }

    function _executeByAll(IGradedMultisig.Call[] memory calls) internal {
        _execute(calls, ALL);
    }

    function _expectRevertOf(IGradedMultisig.Call[] memory calls, uint256 signers, bytes memory reason) internal {
        IGradedMultisig.Proposal memory proposal = _next(calls);
        bytes memory signatures = _signed(proposal, signers);
        vm.expectRevert(reason);
        multisig.execute(proposal, signatures);
    }

    function _expectTooLow(IGradedMultisig.Call[] memory calls, uint256 signers, uint256 weight, uint256 threshold)
        internal
    {
        _expectRevertOf(
            calls, signers, abi.encodeWithSelector(IGradedMultisig.MultisigWeightTooLow.selector, weight, threshold)
        );
    }
}
