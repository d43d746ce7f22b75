// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {ECDSA} from '@openzeppelin/contracts/utils/cryptography/ECDSA.sol';
import {ERC1155Utils} from '@openzeppelin/contracts/token/ERC1155/utils/ERC1155Utils.sol';
import {ERC721Utils} from '@openzeppelin/contracts/token/ERC721/utils/ERC721Utils.sol';
import {GradedMultisig} from '../../src/contracts/multisig/GradedMultisig.sol';
import {IGradedMultisig} from '../../src/contracts/multisig/IGradedMultisig.sol';
import {ReenteringRecipient} from './hostile/Recipients.sol';
import {HonestToken} from './hostile/Tokens.sol';
import {MultisigTest} from './support/MultisigTest.sol';

/// @notice What targets, tokens, members and strangers try who mean harm.
contract GradedMultisigAttackTest is MultisigTest {
    uint256 private constant ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
    bytes4 private constant MAGIC = 0x1626ba7e;
    bytes32 private constant HASH = keccak256('a message');

    // ------------------------------------------------------------------ signatures

    /// @dev Whom a signature recovers is told by the error that names a stranger.
    function testFuzz_whoSignedIsWhomOpenZeppelinRecovers(bytes32 digest, uint256 v, uint256 r, uint256 s) external {
        uint8 kind = [27, 28, 27, 28, 26, 29][v % 6];
        r = v / 6 % 8 == 0 ? [0, 1, ORDER - 1, ORDER, type(uint256).max][r % 5] : r;
        s = v / 48 % 4 == 0 ? [0, 1, ORDER / 2, ORDER / 2 + 1, ORDER - 1, ORDER][s % 6] : s % (ORDER / 2);
        (address signer, ECDSA.RecoverError failure,) = ECDSA.tryRecover(digest, kind, bytes32(r), bytes32(s));
        bytes memory reason = failure == ECDSA.RecoverError.NoError
            ? abi.encodeWithSelector(IGradedMultisig.MultisigNotMember.selector, signer)
            : kind == 26 || kind == 29
                ? abi.encodeWithSelector(IGradedMultisig.MultisigSignatureMalformed.selector, 0)
                : abi.encodeWithSelector(IGradedMultisig.MultisigSignatureInvalid.selector, 0);
        vm.expectRevert(reason);
        multisig.signedWeight(digest, abi.encodePacked(kind, r, s));
    }

    function testFuzz_aSignatureRecoversItsMember(bytes32 digest, uint256 member) external view {
        member = bound(member, 0, 2);
        vm.assertEq(multisig.signedWeight(digest, _signature(member, digest)), member + 1, 'weight');
    }

    function testFuzz_theOtherFormsOfASignatureAreWorthless(bytes32 digest, uint256 member, uint8 v) external {
        vm.assume(v != 27 && v != 28);
        bytes memory signature = _signature(bound(member, 0, 2), digest);
        signature[0] = bytes1(v); // 0 and 1 among them, and the 31 and 32 of eth_sign
        vm.expectRevert();
        multisig.signedWeight(digest, signature);
    }

    function test_aMembersContractCannotVouchByHalf() external {
        HostileMember member = _joinHostile();
        bytes memory signature = abi.encodePacked(uint8(0), address(member), uint16(0));
        bytes memory refused =
            abi.encodeWithSelector(IGradedMultisig.MultisigSignatureRefused.selector, address(member));
        bytes[5] memory answers = [
            bytes(''),
            abi.encodePacked(MAGIC),
            abi.encodePacked(MAGIC, bytes27(0)),
            abi.encodePacked(MAGIC, bytes27(0), uint8(1)),
            abi.encode(true)
        ];
        for (uint256 i = 0; i < answers.length; ++i) {
            member.answerWith(answers[i]);
            vm.expectRevert(refused);
            multisig.signedWeight(HASH, signature);
        }
        member.answerWith(abi.encode(MAGIC));
        vm.assertEq(multisig.signedWeight(HASH, signature), 4, 'weight');
    }

    function test_aMemberAskedForItsWordCannotAct() external {
        HostileMember member = _joinHostile();
        IGradedMultisig.Proposal memory other = IGradedMultisig.Proposal(_pay(PAYEE, 1), 5, 0, 0);
        member.actWhenAsked(address(multisig), abi.encodeCall(IGradedMultisig.execute, (other, _signed(other, ALL))));
        member.answerWith(abi.encode(MAGIC));
        IGradedMultisig.Proposal memory proposal = _next(_pay(PAYEE, 2));
        multisig.execute(proposal, abi.encodePacked(uint8(0), address(member), uint16(0)));
        vm.assertEq(PAYEE.balance, 2, 'paid');
        vm.assertEq(multisig.sequenceOf(5), 0, 'sequence of the other');
    }

    function _joinHostile() private returns (HostileMember member) {
        member = new HostileMember();
        IGradedMultisig.PolicyChange memory change;
        change.members = new IGradedMultisig.Member[](1);
        change.members[0] = IGradedMultisig.Member(address(member), 4);
        _changePolicy(change);
    }

    // ---------------------------------------------------------------- re-entrance

    function test_aPayeeCannotBringItsProposalInAgain() external {
        ReenteringRecipient payee = new ReenteringRecipient();
        IGradedMultisig.Proposal memory proposal = _next(_pay(address(payee), 1));
        bytes memory signatures = _signed(proposal, ALL);
        payee.reenter(address(multisig), abi.encodeCall(IGradedMultisig.execute, (proposal, signatures)));
        multisig.execute(proposal, signatures);
        vm.assertFalse(payee.succeeded(), 'brought in again');
        vm.assertEq(address(payee).balance, 1, 'paid');
    }

    function test_aPayeeCannotCancelOrChangeWhatRuns() external {
        ReenteringRecipient payee = new ReenteringRecipient();
        uint64 sequence = multisig.sequenceOf(0);
        bytes memory signatures = _signatures(_digestOfCancellation(address(multisig), 0, sequence), ALL);
        payee.reenter(address(multisig), abi.encodeCall(IGradedMultisig.cancel, (0, sequence, signatures)));
        _execute(_pay(address(payee), 1), ONE);
        vm.assertFalse(payee.succeeded(), 'cancelled');
        vm.assertEq(multisig.sequenceOf(0), sequence + 1, 'sequence');
        IGradedMultisig.PolicyChange memory nothing;
        payee.reenter(address(multisig), abi.encodeCall(IGradedMultisig.changePolicy, (nothing)));
        _execute(_pay(address(payee), 1), ONE);
        vm.assertFalse(payee.succeeded(), 'changed');
    }

    /// @dev The first payment counts before it is made: the second, from within it, passes the day's limit.
    function test_aPaymentWithinAPaymentIsGradedAfterIt() external {
        ReenteringRecipient payee = new ReenteringRecipient();
        IGradedMultisig.Proposal memory inner = IGradedMultisig.Proposal(_pay(PAYEE, SMALL), 1, 0, 0);
        payee.reenter(address(multisig), abi.encodeCall(IGradedMultisig.execute, (inner, _signed(inner, ONE))));
        _execute(_pay(address(payee), DAILY_LIMIT), THREE);
        vm.assertFalse(payee.succeeded(), 'below its threshold');
        vm.assertEq(
            keccak256(payee.answer()),
            keccak256(abi.encodeWithSelector(IGradedMultisig.MultisigWeightTooLow.selector, 1, 3)),
            'reason'
        );
    }

    function test_aTokenCannotBringItsTransferInAgain() external {
        HostileMember hostile = new HostileMember();
        IGradedMultisig.Proposal memory proposal =
            _next(_call(address(hostile), 0, abi.encodeCall(HonestToken.transfer, (PAYEE, 1))));
        bytes memory signatures = _signed(proposal, ALL);
        hostile.actWhenAsked(address(multisig), abi.encodeCall(IGradedMultisig.execute, (proposal, signatures)));
        hostile.answerWith(abi.encode(true));
        multisig.execute(proposal, signatures);
        vm.assertTrue(hostile.tried(), 'tried');
        vm.assertFalse(hostile.succeeded(), 'brought in again');
    }

    // -------------------------------------------------------------------- grading

    function testFuzz_noSplitOfAPaymentTakesLess(uint256 amount, uint256 parts, uint256 seed) external view {
        amount = bound(amount, 1, 2 * MEDIUM);
        parts = bound(parts, 2, 12);
        uint16 whole = multisig.grade(_payToken(PAYEE, amount)).threshold;
        IGradedMultisig.Call[] memory calls = new IGradedMultisig.Call[](parts);
        for (uint256 i = 0; i < parts; ++i) {
            uint256 part = i == parts - 1 ? amount : uint256(keccak256(abi.encode(seed, i))) % (amount + 1);
            amount -= part;
            calls[i] = _payToken(address(uint160(0x1000 + i)), part)[0];
        }
        vm.assertGe(multisig.grade(calls).threshold, whole, 'threshold of the parts');
    }

    /// @dev Paid in the first, second and last second of a bucket; asked at every edge of the day after.
    function test_theDayRollsAtEveryBucketsEdge() external {
        uint256[3] memory offsets = [uint256(0), 1, 2 hours - 1];
        for (uint256 i = 0; i < 3; ++i) {
            uint256 paidAt = START + (i + 1) * 10 days + offsets[i]; // START is an edge
            vm.warp(paidAt);
            _execute(_payToken(FRIEND, DAILY_LIMIT), ONE);
            for (uint256 edge = 1; edge <= 14; ++edge) {
                vm.warp(paidAt - offsets[i] + edge * 2 hours - 1);
                vm.assertEq(multisig.spentWithinDay(address(token)), edge <= 13 ? DAILY_LIMIT : 0, 'before the edge');
                vm.warp(block.timestamp + 1);
                vm.assertEq(multisig.spentWithinDay(address(token)), edge <= 12 ? DAILY_LIMIT : 0, 'at the edge');
            }
        }
    }

    function test_calldataThatIsNoAddressIsNoProposal() external {
        IGradedMultisig.Proposal memory proposal = _next(_pay(PAYEE, 1));
        bytes memory call = abi.encodeCall(IGradedMultisig.execute, (proposal, _signed(proposal, ALL)));
        // Selector, two offsets, four words of the proposal, count and offset of the calls: then `to`.
        call[4 + 8 * 32] = 0x01;
        (bool succeeded,) = address(multisig).call(call);
        vm.assertFalse(succeeded, 'executed');
        call[4 + 8 * 32] = 0x00;
        (succeeded,) = address(multisig).call(call);
        vm.assertTrue(succeeded, 'the same without the stray byte');
    }

    // --------------------------------------------------------------------- pending

    function test_aLongerDelayReachesWhatWaits() external {
        _delayClass(IGradedMultisig.OperationClass.Transfer, 1, 1 hours);
        IGradedMultisig.Proposal memory proposal = IGradedMultisig.Proposal(_pay(PAYEE, 1), 1, 0, 0);
        bytes memory signatures = _signed(proposal, ONE);
        multisig.schedule(proposal, signatures);
        _changeAfterDelay(_listingOf(PAYEE, IGradedMultisig.Standing.Suspect));
        vm.expectRevert(abi.encodeWithSelector(IGradedMultisig.MultisigWeightTooLow.selector, 1, 5));
        multisig.execute(proposal, signatures);
        signatures = _signed(proposal, ALL);
        vm.expectPartialRevert(IGradedMultisig.MultisigDelayNotOver.selector);
        multisig.execute(proposal, signatures);
        vm.warp(START + SUSPECT_DELAY);
        multisig.execute(proposal, signatures);
        vm.assertEq(PAYEE.balance, 1, 'paid');
    }

    function test_whoIsDeniedMeanwhileIsNotPaid() external {
        _delayClass(IGradedMultisig.OperationClass.Transfer, 1, 1 hours);
        IGradedMultisig.Proposal memory proposal = IGradedMultisig.Proposal(_pay(PAYEE, 1), 1, 0, 0);
        bytes memory signatures = _signed(proposal, ALL);
        multisig.schedule(proposal, signatures);
        _changeAfterDelay(_listingOf(PAYEE, IGradedMultisig.Standing.Denied));
        vm.expectRevert(abi.encodeWithSelector(IGradedMultisig.MultisigDenied.selector, PAYEE));
        multisig.execute(proposal, signatures);
    }

    function _listingOf(address account, IGradedMultisig.Standing standing)
        private
        pure
        returns (IGradedMultisig.PolicyChange memory change)
    {
        change.listings = new IGradedMultisig.Listing[](1);
        change.listings[0] = IGradedMultisig.Listing(account, standing);
    }

    function _changeAfterDelay(IGradedMultisig.PolicyChange memory change) private {
        IGradedMultisig.Proposal memory proposal =
            _next(_selfCall(abi.encodeCall(IGradedMultisig.changePolicy, (change))));
        bytes memory signatures = _signed(proposal, ALL);
        multisig.schedule(proposal, signatures);
        vm.warp(block.timestamp + 1 hours);
        multisig.execute(proposal, signatures);
    }

    // -------------------------------------------------------------------- messages

    function test_aMessageOfOneIsNoneOfItsTwin() external {
        GradedMultisig twin = new GradedMultisig(_policy());
        bytes memory signatures = _signatures(_digestOfMessage(address(multisig), HASH), ALL);
        vm.assertEq(bytes32(multisig.isValidSignature(HASH, signatures)), MAGIC, 'signed');
        vm.expectPartialRevert(IGradedMultisig.MultisigNotMember.selector);
        twin.isValidSignature(HASH, signatures);
        vm.chainId(56);
        vm.expectPartialRevert(IGradedMultisig.MultisigNotMember.selector);
        multisig.isValidSignature(HASH, signatures);
    }

    function test_oneMultisigIsAMemberOfAnother() external {
        IGradedMultisig.PolicyChange memory change;
        change.members = new IGradedMultisig.Member[](1);
        change.members[0] = IGradedMultisig.Member(address(multisig), 9);
        change.classes = _classes([uint16(9), 9, 9, 9, 9, 9], 0);
        change.cancelWeight = 9;
        change.suspectDelay = SUSPECT_DELAY;
        GradedMultisig outer = new GradedMultisig(change);
        vm.deal(address(outer), 1);
        IGradedMultisig.Proposal memory proposal = IGradedMultisig.Proposal(_pay(PAYEE, 1), 0, 0, 0);
        bytes32 digest = _digestOf(address(outer), proposal);
        bytes memory bare = _signatures(digest, ALL);
        vm.expectPartialRevert(IGradedMultisig.MultisigSignatureRefused.selector);
        outer.execute(proposal, abi.encodePacked(uint8(0), address(multisig), uint16(bare.length), bare));
        bytes memory wrapped = _signatures(_digestOfMessage(address(multisig), digest), TWO | THREE);
        outer.execute(proposal, abi.encodePacked(uint8(0), address(multisig), uint16(wrapped.length), wrapped));
        vm.assertEq(PAYEE.balance, 1, 'paid');
    }

    /// @dev As OpenZeppelin's tokens ask before they count a transfer as safe.
    function test_collectiblesArriveSafely() external {
        ERC721Utils.checkOnERC721Received(address(this), PAYEE, address(multisig), 1, 'data');
        ERC1155Utils.checkOnERC1155Received(address(this), PAYEE, address(multisig), 1, 5, 'data');
        uint256[] memory two = new uint256[](2);
        ERC1155Utils.checkOnERC1155BatchReceived(address(this), PAYEE, address(multisig), two, two, 'data');
    }

    function test_aCollectibleLeavesWithTheWeightOfThePolicy() external {
        bytes memory data = abi.encodeWithSignature('safeTransferFrom(address,address,uint256)', multisig, PAYEE, 1);
        _expectTooLow(_call(address(unlisted), 0, data), ONE | THREE, 4, 5);
        data = abi.encodeWithSignature('transferFrom(address,address,uint256)', multisig, PAYEE, 1);
        _expectTooLow(_call(address(unlisted), 0, data), ONE | THREE, 4, 5);
        data = abi.encodeWithSignature('setApprovalForAll(address,bool)', PAYEE, true);
        _expectTooLow(_call(address(token), 0, data), ONE | THREE, 4, 5);
    }
}

/// @notice Answers what it is told to, after it tried to make the call it is told to make.
contract HostileMember {
    bytes private answer;
    address private target;
    bytes private call;
    bool public tried;
    bool public succeeded;

    function answerWith(bytes calldata answer_) external {
        answer = answer_;
    }

    function actWhenAsked(address target_, bytes calldata call_) external {
        (target, call) = (target_, call_);
    }

    fallback() external {
        if (call.length != 0) {
            (bool success,) = target.call(call);
            try this.remember(success) {} catch {} // nothing is remembered in a static call
        }
        bytes memory given = answer;
        assembly {
            return(add(given, 0x20), mload(given))
        }
    }

    function remember(bool success) external {
        (tried, succeeded) = (true, success);
    }
}
