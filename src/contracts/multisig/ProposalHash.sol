// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGradedMultisig} from './IGradedMultisig.sol';

/// @title The EIP-712 struct hashes of what members sign.
library ProposalHash {
    bytes32 private constant CALL = keccak256('Call(address to,uint256 value,bytes data)');
    bytes32 private constant PROPOSAL = keccak256(
        'Proposal(Call[] calls,uint192 key,uint64 sequence,uint64 expiresAt)Call(address to,uint256 value,bytes data)'
    );
    bytes32 private constant CANCELLATION = keccak256('Cancellation(uint192 key,uint64 sequence)');
    bytes32 private constant MESSAGE = keccak256('Message(bytes32 hash)');

    function ofProposal(IGradedMultisig.Proposal calldata proposal) internal pure returns (bytes32) {
        IGradedMultisig.Call[] calldata calls = proposal.calls;
        bytes32[] memory hashes = new bytes32[](calls.length);
        for (uint256 i = 0; i < calls.length; ++i) {
            IGradedMultisig.Call calldata call = calls[i];
            hashes[i] = keccak256(abi.encode(CALL, call.to, call.value, keccak256(call.data)));
        }
        bytes32 callsHash;
        assembly ('memory-safe') {
            callsHash := keccak256(add(hashes, 0x20), shl(5, mload(hashes)))
        }
        return keccak256(abi.encode(PROPOSAL, callsHash, proposal.key, proposal.sequence, proposal.expiresAt));
    }

    function ofCancellation(uint192 key, uint64 sequence) internal pure returns (bytes32) {
        return keccak256(abi.encode(CANCELLATION, key, sequence));
    }

    function ofMessage(bytes32 hash) internal pure returns (bytes32) {
        return keccak256(abi.encode(MESSAGE, hash));
    }
}
