// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGradedMultisig} from '../../../src/contracts/multisig/IGradedMultisig.sol';
import {Test} from './Test.sol';

/// @notice Members with keys, who sign. The digests are made here from the texts of EIP-712, not by the contract.
abstract contract MultisigSigner is Test {
    uint256 internal constant KEYS = 8;
    string private constant CALL = 'Call(address to,uint256 value,bytes data)';

    uint256[KEYS] private keys; // ascending by address

    constructor() {
        for (uint256 i = 0; i < KEYS; ++i) {
            uint256 key = uint256(keccak256(abi.encode('member', i)));
            uint256 place = i;
            while (place > 0 && vm.addr(keys[place - 1]) > vm.addr(key)) {
                keys[place] = keys[place - 1];
                --place;
            }
            keys[place] = key;
        }
    }

    function _member(uint256 index) internal view returns (address) {
        return vm.addr(keys[index]);
    }

    function _signature(uint256 index, bytes32 digest) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(keys[index], digest);
        return abi.encodePacked(v, r, s);
    }

    /// @param signers Bit i: member i.
    function _signatures(bytes32 digest, uint256 signers) internal view returns (bytes memory signatures) {
        for (uint256 i = 0; i < KEYS; ++i) {
            if (signers >> i & 1 == 1) signatures = bytes.concat(signatures, _signature(i, digest));
        }
    }

    function _digestOf(address multisig, IGradedMultisig.Proposal memory proposal) internal view returns (bytes32) {
        bytes memory callHashes;
        for (uint256 i = 0; i < proposal.calls.length; ++i) {
            IGradedMultisig.Call memory call = proposal.calls[i];
            callHashes = bytes.concat(
                callHashes, keccak256(abi.encode(keccak256(bytes(CALL)), call.to, call.value, keccak256(call.data)))
            );
        }
        bytes32 typeHash =
            keccak256(bytes.concat('Proposal(Call[] calls,uint192 key,uint64 sequence,uint64 expiresAt)', bytes(CALL)));
        return _typed(
            multisig,
            keccak256(abi.encode(typeHash, keccak256(callHashes), proposal.key, proposal.sequence, proposal.expiresAt))
        );
    }

    function _digestOfCancellation(address multisig, uint192 key, uint64 sequence) internal view returns (bytes32) {
        return
            _typed(
                multisig, keccak256(abi.encode(keccak256('Cancellation(uint192 key,uint64 sequence)'), key, sequence))
            );
    }

    function _digestOfMessage(address multisig, bytes32 hash) internal view returns (bytes32) {
        return _typed(multisig, keccak256(abi.encode(keccak256('Message(bytes32 hash)'), hash)));
    }

    function _typed(address multisig, bytes32 structHash) private view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256('EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)'),
                keccak256('GradedMultisig'),
                keccak256('1'),
                block.chainid,
                multisig
            )
        );
        return keccak256(abi.encodePacked(hex'1901', domain, structHash));
    }
}
