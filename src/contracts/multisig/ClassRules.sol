// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGradedMultisig} from './IGradedMultisig.sol';

/// @notice The rules of the six classes and the weight that cancels, in one word, so that an execution reads one slot.
/// @dev From bit `40 * class`: threshold (16 bits), delay in seconds (24 bits). From bit 240: the cancel weight (16 bits).
type ClassRules is uint256;

using ClassRulesCodec for ClassRules global;

/// @title Reads and writes the packed rules of the classes.
library ClassRulesCodec {
    uint256 private constant LANE_BITS = 40;
    uint256 private constant LANE = (1 << LANE_BITS) - 1;
    uint256 private constant WEIGHT_BITS = 16;
    uint256 private constant CANCEL_SHIFT = 240;

    /// @notice Minimum weight of a class, and its delay in seconds.
    function ruleOf(ClassRules rules, IGradedMultisig.OperationClass class)
        internal
        pure
        returns (uint16 threshold, uint32 delay)
    {
        uint256 lane;
        unchecked {
            lane = ClassRules.unwrap(rules) >> LANE_BITS * uint256(class);
        }
        // Cut to the 40 bits of the lane on purpose.
        // forge-lint: disable-next-line(unsafe-typecast)
        return (uint16(lane), uint24(lane >> WEIGHT_BITS));
    }

    /// @notice Weight that cancels.
    function cancelWeight(ClassRules rules) internal pure returns (uint16) {
        // Only 16 bits are left after the shift.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint16(ClassRules.unwrap(rules) >> CANCEL_SHIFT);
    }

    /// @notice The rules with another one for a class. The caller has checked that the delay has 24 bits.
    function withClass(ClassRules rules, IGradedMultisig.ClassRule memory rule) internal pure returns (ClassRules) {
        uint256 shift = LANE_BITS * uint256(rule.class);
        uint256 lane = uint256(rule.delay) << WEIGHT_BITS | rule.threshold;
        return ClassRules.wrap(ClassRules.unwrap(rules) & ~(LANE << shift) | lane << shift);
    }

    /// @notice The rules with another cancel weight.
    function withCancelWeight(ClassRules rules, uint16 weight) internal pure returns (ClassRules) {
        uint256 classes = ClassRules.unwrap(rules) & ((1 << CANCEL_SHIFT) - 1);
        return ClassRules.wrap(classes | uint256(weight) << CANCEL_SHIFT);
    }
}
