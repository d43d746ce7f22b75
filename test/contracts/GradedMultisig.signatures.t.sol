// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {GradedMultisig} from '../../src/contracts/multisig/GradedMultisig.sol';
import {IGradedMultisig} from '../../src/contracts/multisig/IGradedMultisig.sol';
import {MultisigTest} from './support/MultisigTest.sol';

/// @notice Whose word counts, in which form, and that no other form of it counts again.
contract GradedMultisigSignaturesTest is MultisigTest {
    uint256 private constant ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

    bytes32 private constant DIGEST = keccak256('anything');

    function _expect(bytes memory signatures, bytes memory reason) private {
        vm.expectRevert(reason);
        multisig.signedWeight(DIGEST, signatures);
    }

    function test_signaturesWeighWhatTheirSignersDo() external view {
        vm.assertEq(multisig.signedWeight(DIGEST, ''), 0, 'nobody');
        vm.assertEq(multisig.signedWeight(DIGEST, _signatures(DIGEST, ONE)), 1, 'one');
        vm.assertEq(multisig.signedWeight(DIGEST, _signatures(DIGEST, TWO | THREE)), 5, 'two and three');
        vm.assertEq(multisig.signedWeight(DIGEST, _signatures(DIGEST, ALL)), 6, 'all');
    }

    function test_nobodyCountsTwice() external {
        bytes memory one = _signature(0, DIGEST);
        _expect(
            bytes.concat(one, one),
            abi.encodeWithSelector(IGradedMultisig.MultisigSignersNotAscending.selector, _member(0), _member(0))
        );
    }

    function test_signersAscend() external {
        _expect(
            bytes.concat(_signature(1, DIGEST), _signature(0, DIGEST)),
            abi.encodeWithSelector(IGradedMultisig.MultisigSignersNotAscending.selector, _member(1), _member(0))
        );
    }

    function test_aMalleatedSignatureIsWorthless() external {
        bytes memory signature = _signature(0, DIGEST);
        bytes32 s;
        assembly {
            s := mload(add(signature, 0x41))
            mstore(add(signature, 0x41), sub(ORDER, s))
        }
        signature[0] = signature[0] == 0x1b ? bytes1(0x1c) : bytes1(0x1b);
        _expect(signature, abi.encodeWithSelector(IGradedMultisig.MultisigSignatureInvalid.selector, 0));
    }

    function test_aSignatureOfNobodyIsWorthless() external {
        bytes memory signature = abi.encodePacked(uint8(27), bytes32(0), bytes32(0));
        _expect(signature, abi.encodeWithSelector(IGradedMultisig.MultisigSignatureInvalid.selector, 0));
    }

    function test_aStrangersSignatureIsWorthless() external {
        _expect(_signature(3, DIGEST), abi.encodeWithSelector(IGradedMultisig.MultisigNotMember.selector, _member(3)));
    }

    function testFuzz_cutSignaturesAreMalformed(uint256 length) external {
        bytes memory signatures = bytes.concat(_signature(0, DIGEST), _signature(1, DIGEST));
        length = bound(length, 66, 129);
        assembly {
            mstore(signatures, length)
        }
        _expect(signatures, abi.encodeWithSelector(IGradedMultisig.MultisigSignatureMalformed.selector, 65));
    }

    function testFuzz_unknownKindsAreMalformed(uint8 kind) external {
        vm.assume(kind > 1 && kind != 27 && kind != 28);
        bytes memory signatures = abi.encodePacked(kind, bytes32(0), bytes32(0));
        _expect(signatures, abi.encodeWithSelector(IGradedMultisig.MultisigSignatureMalformed.selector, 0));
    }

    function testFuzz_noOtherBytesMakeWeight(bytes calldata noise) external view {
        try multisig.signedWeight(DIGEST, noise) returns (uint256 weight) {
            vm.assertEq(weight, 0, 'weight of noise');
        } catch {}
    }

    function test_aSignatureCountsForOneContractAndOneChainOnly() external {
        IGradedMultisig.Proposal memory proposal = IGradedMultisig.Proposal(_pay(PAYEE, 1), 9, 0, 0);
        bytes memory signatures = _signed(proposal, ONE);
        GradedMultisig other = new GradedMultisig(_policy());
        vm.deal(address(other), 1);
        vm.expectPartialRevert(IGradedMultisig.MultisigNotMember.selector);
        other.execute(proposal, signatures);
        vm.chainId(56);
        vm.expectPartialRevert(IGradedMultisig.MultisigNotMember.selector);
        multisig.execute(proposal, signatures);
        multisig.execute(proposal, _signed(proposal, ONE));
    }

    // --------------------------------------------------------------- confirmations

    function test_membersWhoShareNoFilesConfirmOnChain() external {
        IGradedMultisig.Proposal memory proposal = _next(_pay(PAYEE, SMALL + 1));
        bytes32 digest = _digestOf(address(multisig), proposal);
        vm.expectEmit(address(multisig));
        emit IGradedMultisig.ProposalPublished(digest, _member(0), proposal);
        vm.prank(_member(0));
        multisig.publish(proposal);
        vm.expectEmit(address(multisig));
        emit IGradedMultisig.DigestConfirmed(digest, _member(1));
        vm.prank(_member(1));
        multisig.confirm(digest);
        vm.assertTrue(multisig.hasConfirmed(digest, _member(0)), 'confirmed');
        multisig.execute(proposal, _confirmations(ONE | TWO));
        vm.assertEq(PAYEE.balance, SMALL + 1, 'paid');
    }

    function test_aConfirmationIsTakenBack() external {
        vm.prank(_member(0));
        multisig.confirm(DIGEST);
        vm.assertEq(multisig.signedWeight(DIGEST, _confirmations(ONE)), 1, 'confirmed');
        vm.expectEmit(address(multisig));
        emit IGradedMultisig.ConfirmationRevoked(DIGEST, _member(0));
        vm.prank(_member(0));
        multisig.revoke(DIGEST);
        bytes memory reason = abi.encodeWithSelector(IGradedMultisig.MultisigNotConfirmed.selector, DIGEST, _member(0));
        _expect(_confirmations(ONE), reason);
        vm.expectRevert(reason);
        vm.prank(_member(0));
        multisig.revoke(DIGEST);
    }

    function test_onlyMembersConfirmAndOnlyOnce() external {
        bytes memory stranger = abi.encodeWithSelector(IGradedMultisig.MultisigNotMember.selector, ANYONE);
        vm.startPrank(ANYONE);
        vm.expectRevert(stranger);
        multisig.confirm(DIGEST);
        IGradedMultisig.Proposal memory proposal = _next(_pay(PAYEE, 1));
        vm.expectRevert(stranger);
        multisig.publish(proposal);
        vm.stopPrank();
        vm.startPrank(_member(0));
        multisig.confirm(DIGEST);
        vm.expectRevert(abi.encodeWithSelector(IGradedMultisig.MultisigAlreadyConfirmed.selector, DIGEST, _member(0)));
        multisig.confirm(DIGEST);
        vm.stopPrank();
    }

    function test_theWordOfARemovedMemberIsWorthless() external {
        vm.prank(_member(0));
        multisig.confirm(DIGEST);
        bytes memory signature = _signature(0, DIGEST);
        IGradedMultisig.PolicyChange memory change;
        change.members = new IGradedMultisig.Member[](1);
        change.members[0] = IGradedMultisig.Member(_member(0), 0);
        _changePolicy(change);
        bytes memory reason = abi.encodeWithSelector(IGradedMultisig.MultisigNotMember.selector, _member(0));
        _expect(signature, reason);
        _expect(_confirmations(ONE), reason);
        vm.expectRevert(reason);
        vm.prank(_member(0));
        multisig.confirm(keccak256('more'));
    }

    function _confirmations(uint256 signers) private view returns (bytes memory signatures) {
        for (uint256 i = 0; i < 3; ++i) {
            if (signers >> i & 1 == 1) signatures = abi.encodePacked(signatures, uint8(1), _member(i));
        }
    }
}

/// @notice A member that is a contract, its messages, and what the multisig receives.
contract GradedMultisigContractTest is MultisigTest {
    bytes4 private constant MAGIC = 0x1626ba7e;
    bytes32 private constant HASH = keccak256('a message');

    VouchingContract private voucher;

    function setUp() public override {
        super.setUp();
        voucher = new VouchingContract();
        IGradedMultisig.PolicyChange memory change;
        change.members = new IGradedMultisig.Member[](1);
        change.members[0] = IGradedMultisig.Member(address(voucher), 4);
        _changePolicy(change);
    }

    function _vouched(bytes memory signature) private view returns (bytes memory) {
        return abi.encodePacked(uint8(0), address(voucher), uint16(signature.length), signature);
    }

    function test_aContractVouchesForItsSignature() external {
        vm.assertEq(multisig.signedWeight(HASH, _vouched('yes')), 4, 'weight');
        vm.expectRevert(abi.encodeWithSelector(IGradedMultisig.MultisigSignatureRefused.selector, address(voucher)));
        multisig.signedWeight(HASH, _vouched('no'));
        vm.expectRevert(abi.encodeWithSelector(IGradedMultisig.MultisigSignatureRefused.selector, address(voucher)));
        multisig.signedWeight(HASH, _vouched('revert'));
    }

    function test_anAccountWithoutCodeVouchesForNothing() external {
        vm.expectRevert(abi.encodeWithSelector(IGradedMultisig.MultisigSignatureRefused.selector, _member(0)));
        multisig.signedWeight(HASH, abi.encodePacked(uint8(0), _member(0), uint16(0)));
    }

    function test_aCutContractSignatureIsMalformed() external {
        bytes memory malformed = abi.encodeWithSelector(IGradedMultisig.MultisigSignatureMalformed.selector, 0);
        vm.expectRevert(malformed);
        multisig.signedWeight(HASH, abi.encodePacked(uint8(0), address(voucher), uint16(4), 'yes'));
        vm.expectRevert(malformed);
        multisig.signedWeight(HASH, abi.encodePacked(uint8(0), address(voucher), uint8(0)));
        vm.expectRevert(malformed);
        multisig.signedWeight(HASH, abi.encodePacked(uint8(1), uint128(0)));
    }

    function test_membersSignMessagesWithTheWeightOfThePolicy() external view {
        bytes32 digest = _digestOfMessage(address(multisig), HASH);
        vm.assertEq(multisig.hashMessage(HASH), digest, 'digest');
        vm.assertEq(bytes32(multisig.isValidSignature(HASH, _signatures(digest, TWO | THREE))), MAGIC, 'signed');
        vm.assertEq(
            bytes32(multisig.isValidSignature(HASH, _signatures(digest, ONE | THREE))), bytes4(0xffffffff), 'low'
        );
        vm.assertEq(bytes32(multisig.isValidSignature(HASH, '')), bytes4(0xffffffff), 'unsigned');
    }

    function test_aSignatureOfTheBareHashIsNoMessage() external {
        bytes memory signatures = _signatures(HASH, ALL);
        vm.expectPartialRevert(IGradedMultisig.MultisigNotMember.selector);
        multisig.isValidSignature(HASH, signatures);
    }

    function test_behindATimeLockOnlyAProposalSignsMessages() external {
        _executeByAll(_selfCall(abi.encodeCall(IGradedMultisig.approveMessage, (HASH, true))));
        vm.assertTrue(multisig.isMessageApproved(HASH), 'approved');
        _delayClass(IGradedMultisig.OperationClass.Transfer, 1, 1 hours);
        bytes32 other = keccak256('another message');
        bytes memory signatures = _signatures(_digestOfMessage(address(multisig), other), ALL);
        vm.assertEq(bytes32(multisig.isValidSignature(other, signatures)), bytes4(0xffffffff), 'signed');
        vm.assertEq(bytes32(multisig.isValidSignature(HASH, '')), MAGIC, 'approved');
    }

    function test_itReceivesCoinAndCollectibles() external {
        vm.deal(address(this), 1);
        vm.expectEmit(address(multisig));
        emit IGradedMultisig.Received(address(this), 1);
        payable(address(multisig)).transfer(1);
        vm.assertEq(bytes32(multisig.onERC721Received(address(0), address(0), 0, '')), bytes4(0x150b7a02), '721');
        vm.assertEq(bytes32(multisig.onERC1155Received(address(0), address(0), 0, 0, '')), bytes4(0xf23a6e61), '1155');
        vm.assertTrue(multisig.supportsInterface(0x4e2312e0), 'receiver of ERC-1155');
    }

    function test_itsDomainIsItsOwn() external view {
        (bytes1 fields, string memory name, string memory version, uint256 chainId, address verifying,,) =
            multisig.eip712Domain();
        vm.assertEq(bytes32(fields), bytes1(0x0f), 'fields');
        vm.assertEq(keccak256(bytes(name)), keccak256('GradedMultisig'), 'name');
        vm.assertEq(keccak256(bytes(version)), keccak256('1'), 'version');
        vm.assertEq(chainId, block.chainid, 'chain');
        vm.assertEq(verifying, address(multisig), 'contract');
    }
}

contract VouchingContract {
    function isValidSignature(bytes32, bytes calldata signature) external pure returns (bytes4) {
        require(keccak256(signature) != keccak256('revert'));
        return keccak256(signature) == keccak256('yes') ? bytes4(0x1626ba7e) : bytes4(0);
    }
}
