// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {MigrationDistributor} from '../../../src/contracts/migration/MigrationDistributor.sol';
import {HonestToken} from '../hostile/Tokens.sol';
import {Test} from './Test.sol';
import {TestTree, Tree} from './TestTree.sol';

/// @notice What the tests of the distributor share; they run once with native coin and once with a token.
abstract contract DistributorTest is Test {
    using TestTree for Tree;

    address internal constant OWNER = address(0xA11CE);
    address internal constant REMAINDER_TO = address(0xB0B);
    address internal constant ANYONE = address(0xCAFE);
    uint256 internal constant START = 1_800_000_000;
    uint256 internal constant DEADLINE = START + 30 days;

    MigrationDistributor internal distributor;
    address internal token;

    constructor() {
        vm.warp(START);
    }

    function _usesToken() internal pure virtual returns (bool);

    /// @notice A funded distributor for the tree.
    function _deploy(Tree memory tree) internal {
        _deploy(tree, tree.total());
        _fund(tree.total());
    }

    function _deploy(Tree memory tree, uint256 total) internal {
        token = _usesToken() ? address(new HonestToken()) : address(0);
        distributor = new MigrationDistributor(tree.root(), tree.size, total, token, DEADLINE, REMAINDER_TO, OWNER);
    }

    function _fund(uint256 amount) internal {
        if (_usesToken()) HonestToken(token).mint(address(distributor), amount);
        else vm.deal(address(distributor), address(distributor).balance + amount);
    }

    function _balanceOf(address account) internal view returns (uint256) {
        return _usesToken() ? HonestToken(token).balanceOf(account) : account.balance;
    }

    function _claim(Tree memory tree, uint256 index) internal {
        distributor.claim(index, tree.accounts[index], tree.amounts[index], tree.proofOf(index));
    }

    function _distribute(Tree memory tree, uint256 first, uint256 count) internal returns (uint256) {
        return distributor.distribute(first, tree.rowsOf(first, count), tree.proofOf(first, count));
    }

    /// @notice Pays the whole tree by its largest perfect subtrees, at most `limit` leaves each.
    function _distributeAll(Tree memory tree, uint256 limit) internal {
        for (uint256 first = 0; first < tree.size;) {
            uint256 count = tree.subtreeAt(first, limit);
            _distribute(tree, first, count);
            first += count;
        }
    }

    function _assertAllPaidOnce(Tree memory tree) internal view {
        for (uint256 i = 0; i < tree.size; ++i) {
            vm.assertTrue(distributor.isPaid(i), 'paid bit');
            vm.assertEq(_balanceOf(tree.accounts[i]), tree.amounts[i], 'balance of the account');
        }
        vm.assertEq(distributor.paidTotal(), tree.total(), 'paid total');
        vm.assertEq(_balanceOf(address(distributor)), 0, 'balance of the distributor');
    }

    /// @notice Number of bits set in the bitmap.
    function _countPaid(Tree memory tree) internal view returns (uint256 count) {
        uint256 firstWord = tree.size / 256;
        uint256[] memory words = distributor.paidWords(firstWord, (2 * tree.size - 1) / 256 - firstWord + 1);
        for (uint256 i = 0; i < words.length; ++i) {
            for (uint256 word = words[i]; word != 0; word &= word - 1) {
                ++count;
            }
        }
    }

    function _expectEmit() internal {
        vm.expectEmit(address(distributor));
    }

    function _error(bytes4 selector) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(selector);
    }

    function _error(bytes4 selector, uint256 value) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(selector, value);
    }

    function _error(bytes4 selector, uint256 a, uint256 b) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(selector, a, b);
    }
}
