// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC20} from '@openzeppelin/contracts/token/ERC20/IERC20.sol';
import {CyberMilesToken} from '../../src/contracts/devnet/CyberMilesToken.sol';
import {TokenSpreader} from '../../src/contracts/devnet/TokenSpreader.sol';
import {Test} from './support/Test.sol';
import {TestTree, Tree} from './support/TestTree.sol';

contract TokenSpreaderTest is Test {
    using TestTree for Tree;

    CyberMilesToken private token = new CyberMilesToken();
    TokenSpreader private spreader = new TokenSpreader();

    function test_everyRowIsARealTransferOfTheCaller() external {
        Tree memory tree = TestTree.ofVectors(20);
        token.approve(address(spreader), tree.total());
        for (uint256 i = 0; i < 20; ++i) {
            vm.expectEmit(address(token));
            emit CyberMilesToken.Transfer(address(this), tree.accounts[i], tree.amounts[i]);
        }
        spreader.spread(IERC20(address(token)), tree.rowsOf(0, 20));
        for (uint256 i = 0; i < 20; ++i) {
            vm.assertEq(token.balanceOf(tree.accounts[i]), tree.amounts[i], 'balance');
        }
        vm.assertEq(token.allowance(address(this), address(spreader)), 0, 'allowance');
    }

    function test_oneTransferThatFailsUndoesAll() external {
        Tree memory tree = TestTree.ofVectors(3);
        token.approve(address(spreader), tree.total() - 1);
        vm.expectRevert();
        spreader.spread(IERC20(address(token)), tree.rowsOf(0, 3));
    }
}
