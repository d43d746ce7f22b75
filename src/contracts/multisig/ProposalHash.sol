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

    /// @param calls Those of the proposal, which the caller already has.
    function ofProposal(IGradedMultisig.Proposal calldata proposal, IGradedMultisig.Call[] calldata calls)
        internal
        pure
        returns (bytes32)
    {
        return _ofFields(_ofCalls(calls), proposal.key, proposal.sequence, proposal.expiresAt);
    }

    function ofCancellation(uint192 key, uint64 sequence) internal pure returns (bytes32) {
        return keccak256(abi.encode(CANCELLATION, key, sequence));
    }

    function ofMessage(bytes32 hash) internal pure returns (bytes32) {
        return keccak256(abi.encode(MESSAGE, hash));
    }

    /// @dev The hashes are written one after another into free memory, and each call is hashed behind them.
    function _ofCalls(IGradedMultisig.Call[] calldata calls) private pure returns (bytes32 hash) {
        bytes32 callType = CALL;
        uint256 start;
        assembly ('memory-safe') {
            start := mload(0x40)
        }
        uint256 end = start;
        for (uint256 i = 0; i < calls.length; ++i) {
            IGradedMultisig.Call calldata call = calls[i];
            (address to, uint256 value, bytes calldata data) = (call.to, call.value, call.data);
            assembly ('memory-safe') {
                calldatacopy(end, data.offset, data.length)
                let dataHash := keccak256(end, data.length)
                mstore(end, callType)
                mstore(add(end, 0x20), to)
                mstore(add(end, 0x40), value)
                mstore(add(end, 0x60), dataHash)
                mstore(end, keccak256(end, 0x80))
                end := add(end, 0x20)
            }
        }
        assembly ('memory-safe') {
            hash := keccak256(start, sub(end, start))
        }
    }

    function _ofFields(bytes32 calls, uint192 key, uint64 sequence, uint64 expiresAt)
        private
        pure
        returns (bytes32 hash)
    {
        bytes32 proposalType = PROPOSAL;
        assembly ('memory-safe') {
            let start := mload(0x40)
            mstore(start, proposalType)
            mstore(add(start, 0x20), calls)
            mstore(add(start, 0x40), key)
            mstore(add(start, 0x60), sequence)
            mstore(add(start, 0x80), expiresAt)
            hash := keccak256(start, 0xa0)
        }
    }
}
