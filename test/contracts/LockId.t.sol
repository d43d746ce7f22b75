// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Lock, LockId} from '../../src/contracts/swap/Lock.sol';
import {Test} from './support/Test.sol';

contract LockIdTest is Test {
    using LockId for Lock;

    /// @dev From ethers 6: `TypedDataEncoder.hashStruct('Lock', …)`.
    function test_theIdIsTheHashThatWalletsSign() external pure {
        Lock memory lock = Lock(1, address(2), 3, address(4), address(5), address(6), 7, 8, address(9), 10, 11);
        vm.assertEq(lock.id(), 0xdc152579d4e15cf0cae594951984d49dd2ab2e3652ce813085eabfe9c4618b4c, 'id');
    }
}
