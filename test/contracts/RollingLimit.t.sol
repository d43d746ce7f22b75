// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {RollingLimit} from '../../src/contracts/swap/RollingLimit.sol';
import {Test} from './support/Test.sol';

contract RollingLimitTest is Test {
    using RollingLimit for RollingLimit.Spent;

    uint256 private constant LIMIT = 1000;
    uint256 private constant START = 1_800_000_000;

    RollingLimit.Spent private spent;

    function test_roomComesBackAfterADay() external {
        uint256 begin = START - START % 3 hours;
        spent.spend(LIMIT, begin + 3 hours - 1);
        vm.assertEq(spent.room(LIMIT, begin + 3 hours - 1), 0, 'at once');
        vm.assertEq(spent.room(LIMIT, begin + 27 hours - 1), 0, 'after 24 hours');
        vm.assertEq(spent.room(LIMIT, begin + 27 hours), LIMIT, 'a second later');
        vm.assertEq(spent.room(LIMIT, 0), LIMIT, 'at the beginning of time');
    }

    /// @notice Who always spends all there is never exceeds the limit within 24 hours.
    function testFuzz_noDayExceedsTheLimit(uint32[40] calldata pauses, uint16[40] calldata wishes) external {
        uint256[] memory times = new uint256[](40);
        uint256[] memory amounts = new uint256[](40);
        uint256 time = START;
        for (uint256 last = 0; last < 40; ++last) {
            time += pauses[last] % 4 hours;
            uint256 room = spent.room(LIMIT, time);
            (times[last], amounts[last]) = (time, wishes[last] % 3 == 0 ? room : bound(wishes[last], 0, room));
            spent.spend(amounts[last], time);
            uint256 sum = 0;
            for (uint256 i = 0; i <= last; ++i) {
                if (times[i] + 24 hours > time) sum += amounts[i];
            }
            vm.assertLe(sum, LIMIT, 'sum of 24 hours');
        }
    }
}
