// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from '@openzeppelin/contracts/interfaces/IERC1271.sol';
import {ECDSA} from '@openzeppelin/contracts/utils/cryptography/ECDSA.sol';
import {IGradedMultisig} from './IGradedMultisig.sol';
import {MultisigMembers} from './MultisigMembers.sol';

/// @title Signatures and confirmations, and what they weigh.
/// @dev Signers strictly ascend, so nobody counts twice; weights are those of the moment, so nobody counts who has left.
abstract contract MultisigSignatures is MultisigMembers {
    uint256 private constant KIND_CONTRACT = 0;
    uint256 private constant KIND_CONFIRMED = 1;
    uint256 private constant KIND_ECDSA_V27 = 27;
    uint256 private constant KIND_ECDSA_V28 = 28;

    uint256 private constant ECDSA_LENGTH = 65; // v, r, s
    uint256 private constant SIGNER_LENGTH = 21; // kind, signer
    uint256 private constant CONTRACT_HEAD_LENGTH = 23; // kind, signer, length

    mapping(bytes32 digest => mapping(address account => bool)) private confirmed;

    modifier onlyMember() {
        if (weightOf(msg.sender) == 0) revert MultisigNotMember(msg.sender);
        _;
    }

    /// @inheritdoc IGradedMultisig
    function confirm(bytes32 digest) external onlyMember {
        if (confirmed[digest][msg.sender]) revert MultisigAlreadyConfirmed(digest, msg.sender);
        _confirm(digest);
    }

    /// @inheritdoc IGradedMultisig
    function revoke(bytes32 digest) external {
        if (!confirmed[digest][msg.sender]) revert MultisigNotConfirmed(digest, msg.sender);
        confirmed[digest][msg.sender] = false;
        emit ConfirmationRevoked(digest, msg.sender);
    }

    /// @inheritdoc IGradedMultisig
    function hasConfirmed(bytes32 digest, address account) external view returns (bool) {
        return confirmed[digest][account];
    }

    /// @inheritdoc IGradedMultisig
    function signedWeight(bytes32 digest, bytes calldata signatures) public view returns (uint256 weight) {
        uint256 offset;
        address previous;
        while (offset < signatures.length) {
            (address signer, uint256 length) = _signerAt(digest, signatures, offset);
            if (signer <= previous) revert MultisigSignersNotAscending(previous, signer);
            uint256 weightOfSigner = weightOf(signer);
            if (weightOfSigner == 0) revert MultisigNotMember(signer);
            if (length != ECDSA_LENGTH || uint8(signatures[offset]) < KIND_ECDSA_V27) {
                _requireVouched(digest, signer, signatures[offset:offset + length]);
            }
            weight += weightOfSigner;
            previous = signer;
            offset += length;
        }
    }

    function _confirm(bytes32 digest) internal {
        confirmed[digest][msg.sender] = true;
        emit DigestConfirmed(digest, msg.sender);
    }

    function _requireWeight(bytes32 digest, bytes calldata signatures, uint256 threshold)
        internal
        view
        returns (uint256 weight)
    {
        weight = signedWeight(digest, signatures);
        if (weight < threshold) revert MultisigWeightTooLow(weight, threshold);
    }

    /// @return signer Who signed by ECDSA, or is said to vouch for the digest otherwise.
    /// @return length Bytes that this signature takes.
    function _signerAt(bytes32 digest, bytes calldata signatures, uint256 offset)
        private
        pure
        returns (address signer, uint256 length)
    {
        uint8 kind = uint8(signatures[offset]);
        uint256 left = signatures.length - offset;
        if (kind == KIND_ECDSA_V27 || kind == KIND_ECDSA_V28) {
            if (left < ECDSA_LENGTH) revert MultisigSignatureMalformed(offset);
            bytes32 r = bytes32(signatures[offset + 1:offset + 33]);
            bytes32 s = bytes32(signatures[offset + 33:offset + 65]);
            (signer,,) = ECDSA.tryRecover(digest, kind, r, s);
            if (signer == address(0)) revert MultisigSignatureInvalid(offset);
            return (signer, ECDSA_LENGTH);
        }
        if (kind > KIND_CONFIRMED || left < SIGNER_LENGTH) revert MultisigSignatureMalformed(offset);
        signer = address(bytes20(signatures[offset + 1:offset + 21]));
        if (kind == KIND_CONFIRMED) return (signer, SIGNER_LENGTH);
        if (left < CONTRACT_HEAD_LENGTH) revert MultisigSignatureMalformed(offset);
        length = CONTRACT_HEAD_LENGTH + uint16(bytes2(signatures[offset + 21:offset + 23]));
        if (left < length) revert MultisigSignatureMalformed(offset);
    }

    /// @dev Called for members only: nobody else's contract runs.
    function _requireVouched(bytes32 digest, address signer, bytes calldata signature) private view {
        if (uint8(signature[0]) == KIND_CONFIRMED) {
            if (!confirmed[digest][signer]) revert MultisigNotConfirmed(digest, signer);
        } else if (!_isVouched(digest, signer, signature[CONTRACT_HEAD_LENGTH:])) {
            revert MultisigSignatureRefused(signer);
        }
    }

    /// @dev One word of the answer is copied. An account without code gives none.
    function _isVouched(bytes32 digest, address signer, bytes calldata signature) private view returns (bool vouched) {
        bytes memory question = abi.encodeCall(IERC1271.isValidSignature, (digest, signature));
        bytes32 answer = IERC1271.isValidSignature.selector;
        assembly ('memory-safe') {
            vouched := staticcall(gas(), signer, add(question, 0x20), mload(question), 0x00, 0x20)
            vouched := and(vouched, and(gt(returndatasize(), 0x1f), eq(mload(0x00), answer)))
        }
    }
}
