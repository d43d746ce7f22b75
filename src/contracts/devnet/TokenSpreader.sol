// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from '@openzeppelin/contracts/token/ERC20/IERC20.sol';
import {SafeERC20} from '@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol';
import {PackedAllocation} from '../migration/PackedAllocation.sol';

/// @title Distributes a token to many holders, many real transfers in one transaction, for devnets.
/// @custom:name spreader
/// @custom:deployed-by capstan devnet up
contract TokenSpreader {
    using SafeERC20 for IERC20;

    /// @notice Moves tokens of the caller, who has approved this contract for their sum.
    /// @param rows One word per transfer, see `PackedAllocation`.
    function spread(IERC20 token, bytes32[] calldata rows) external {
        for (uint256 i = 0; i < rows.length; ++i) {
            (address to, uint256 amount) = PackedAllocation.unpack(rows[i]);
            token.safeTransferFrom(msg.sender, to, amount);
        }
    }
}
