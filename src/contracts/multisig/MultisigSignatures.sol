// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from '@openzeppelin/contracts/interfaces/IERC1271.sol';
import {IGradedMultisig} from './IGradedMultisig.sol';
import {MultisigMembers} from './MultisigMembers.sol';

/// @title Signatures and confirmations, and their weight.
/// @dev Signers strictly ascend, so nobody counts twice; weights are the current ones, so former members do not count.
abstract contract MultisigSignatures is MultisigMembers {
    uint256 private constant KIND_CONTRACT = 0;
    uint256 private constant KIND_CONFIRMED = 1;
    uint256 private constant KIND_ECDSA_V27 = 27;
    uint256 private constant KIND_ECDSA_V28 = 28;

    /// @dev Half the order of secp256k1: above it, s is the malleated twin of another signature.
    uint256 private constant HIGHEST_S = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;
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
            uint8 kind;
            assembly ('memory-safe') {
                kind := byte(0, calldataload(add(signatures.offset, offset)))
            }
            bool byKey = kind == KIND_ECDSA_V27 || kind == KIND_ECDSA_V28;
            (address signer, uint256 end) =
                byKey ? _recover(digest, kind, signatures, offset) : _named(kind, signatures, offset);
            if (signer <= previous) revert MultisigSignersNotAscending(previous, signer);
            uint256 weightOfSigner = weightOf(signer);
            if (weightOfSigner == 0) revert MultisigNotMember(signer);
            if (!byKey) _requireVouched(digest, signer, signatures[offset:end]);
            // The weights of all members together have 16 bits.
            unchecked {
                weight += weightOfSigner;
            }
            (previous, offset) = (signer, end);
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

    /// @return signer Who signed.
    /// @return end Where the signature ends.
    function _recover(bytes32 digest, uint8 v, bytes calldata signatures, uint256 offset)
        private
        view
        returns (address signer, uint256 end)
    {
        // Offsets are below the length of calldata.
        unchecked {
            end = offset + ECDSA_LENGTH;
        }
        if (end > signatures.length) revert MultisigSignatureMalformed(offset);
        assembly ('memory-safe') {
            let input := mload(0x40) // digest, v, r, s
            mstore(input, digest)
            mstore(add(input, 0x20), v)
            calldatacopy(add(input, 0x40), add(add(signatures.offset, offset), 1), 0x40)
            mstore(0x00, 0) // stays zero if nobody is recovered
            if iszero(gt(mload(add(input, 0x60)), HIGHEST_S)) {
                pop(staticcall(gas(), 1, input, 0x80, 0x00, 0x20))
            }
            signer := mload(0x00)
        }
        if (signer == address(0)) revert MultisigSignatureInvalid(offset);
    }

    /// @return signer Who is said to vouch for the digest.
    /// @return end Where the signature ends.
    function _named(uint8 kind, bytes calldata signatures, uint256 offset)
        private
        pure
        returns (address signer, uint256 end)
    {
        end = offset + SIGNER_LENGTH;
        if (kind > KIND_CONFIRMED || end > signatures.length) revert MultisigSignatureMalformed(offset);
        signer = address(bytes20(signatures[offset + 1:end]));
        if (kind == KIND_CONFIRMED) return (signer, end);
        uint256 head = offset + CONTRACT_HEAD_LENGTH;
        if (head > signatures.length) revert MultisigSignatureMalformed(offset);
        end = head + uint16(bytes2(signatures[head - 2:head]));
        if (end > signatures.length) revert MultisigSignatureMalformed(offset);
    }

    /// @dev Called for members only: nobody else's contract runs.
    function _requireVouched(bytes32 digest, address signer, bytes calldata signature) private view {
        if (uint8(signature[0]) == KIND_CONFIRMED) {
            if (!confirmed[digest][signer]) revert MultisigNotConfirmed(digest, signer);
        } else if (!_isVouched(digest, signer, signature[CONTRACT_HEAD_LENGTH:])) {
            revert MultisigSignatureRefused(signer);
        }
    }

    /// @dev One word of the answer is copied. An account without code returns none.
    function _isVouched(bytes32 digest, address signer, bytes calldata signature) private view returns (bool vouched) {
        bytes memory question = abi.encodeCall(IERC1271.isValidSignature, (digest, signature));
        bytes32 answer = IERC1271.isValidSignature.selector;
        assembly ('memory-safe') {
            vouched := staticcall(gas(), signer, add(question, 0x20), mload(question), 0x00, 0x20)
            vouched := and(vouched, and(gt(returndatasize(), 0x1f), eq(mload(0x00), answer)))
        }
    }
}
