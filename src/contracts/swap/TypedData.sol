// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC5267} from '@openzeppelin/contracts/interfaces/IERC5267.sol';

/// @title Digests of EIP-712 messages to this contract on this chain.
/// @dev Works like OpenZeppelin's `EIP712`, whose imports need an instruction that young chains may lack. The separator
/// is computed each time, because a chain that forks may change its id.
abstract contract TypedData is IERC5267 {
    bytes32 private constant DOMAIN_TYPE_HASH =
        keccak256('EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)');

    /// @inheritdoc IERC5267
    function eip712Domain()
        external
        view
        returns (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chainId,
            address verifyingContract,
            bytes32 salt,
            uint256[] memory extensions
        )
    {
        return (hex'0f', _domainName(), _domainVersion(), block.chainid, address(this), 0, new uint256[](0));
    }

    function _domainName() internal pure virtual returns (string memory);

    function _domainVersion() internal pure virtual returns (string memory) {
        return '1';
    }

    /// @notice What is signed for a struct with this hash.
    function _digestOf(bytes32 structHash) internal view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                DOMAIN_TYPE_HASH,
                keccak256(bytes(_domainName())),
                keccak256(bytes(_domainVersion())),
                block.chainid,
                address(this)
            )
        );
        return keccak256(abi.encodePacked(hex'1901', domain, structHash));
    }
}
