// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IGradedMultisig} from '../../src/contracts/multisig/IGradedMultisig.sol';
import {RevertingRecipient} from './hostile/Recipients.sol';
import {HonestToken} from './hostile/Tokens.sol';
import {MultisigTest} from './support/MultisigTest.sol';

/// @notice What execution does, and what it refuses whoever signed.
contract GradedMultisigExecuteTest is MultisigTest {
    function test_anyonePaysCoinWithEnoughSignatures() external {
        IGradedMultisig.Proposal memory proposal = _next(_pay(PAYEE, SMALL));
        bytes32 digest = _digestOf(address(multisig), proposal);
        vm.assertEq(multisig.hashProposal(proposal), digest, 'digest');
        bytes memory signatures = _signed(proposal, TWO);
        vm.expectEmit(address(multisig));
        emit IGradedMultisig.ProposalExecuted(digest, 0, proposal.sequence, 2, 1);
        vm.prank(ANYONE);
        multisig.execute(proposal, signatures);
        vm.assertEq(PAYEE.balance, SMALL, 'paid');
        vm.assertEq(multisig.sequenceOf(0), proposal.sequence + 1, 'sequence');
    }

    function test_aTokenIsPaid() external {
        _execute(_payToken(PAYEE, SMALL), ONE);
        vm.assertEq(token.balanceOf(PAYEE), SMALL, 'paid');
    }

    function test_nothingIsExecutedTwice() external {
        IGradedMultisig.Proposal memory proposal = _next(_pay(PAYEE, 1));
        bytes memory signatures = _signed(proposal, ALL);
        multisig.execute(proposal, signatures);
        vm.expectRevert(
            abi.encodeWithSelector(
                IGradedMultisig.MultisigSequenceMismatch.selector, 0, proposal.sequence + 1, proposal.sequence
            )
        );
        multisig.execute(proposal, signatures);
    }

    function test_proposalsOfSeveralKeysPassInAnyOrder() external {
        IGradedMultisig.Proposal memory first = IGradedMultisig.Proposal(_pay(PAYEE, 1), 7, 0, 0);
        IGradedMultisig.Proposal memory second = IGradedMultisig.Proposal(_pay(PAYEE, 2), type(uint192).max, 0, 0);
        multisig.execute(second, _signed(second, ALL));
        multisig.execute(first, _signed(first, ALL));
        vm.assertEq(PAYEE.balance, 3, 'paid');
        vm.assertEq(multisig.sequenceOf(7), 1, 'sequence');
    }

    function test_aProposalWaitsForItsTurnWithinItsKey() external {
        IGradedMultisig.Proposal memory later = IGradedMultisig.Proposal(_pay(PAYEE, 1), 7, 1, 0);
        bytes memory signatures = _signed(later, ALL);
        vm.expectRevert(abi.encodeWithSelector(IGradedMultisig.MultisigSequenceMismatch.selector, 7, 0, 1));
        multisig.execute(later, signatures);
    }

    function test_aProposalIsExecutedInItsLastSecondAndNotAfter() external {
        IGradedMultisig.Proposal memory proposal = _next(_pay(PAYEE, 1));
        proposal.expiresAt = uint64(START + 10);
        bytes memory signatures = _signed(proposal, ALL);
        vm.warp(START + 11);
        vm.expectRevert(abi.encodeWithSelector(IGradedMultisig.MultisigProposalExpired.selector, START + 10));
        multisig.execute(proposal, signatures);
        vm.expectRevert(abi.encodeWithSelector(IGradedMultisig.MultisigProposalExpired.selector, START + 10));
        multisig.schedule(proposal, signatures);
        vm.warp(START + 10);
        multisig.execute(proposal, signatures);
    }

    function test_aProposalWithoutCallsIsRefused() external {
        _expectRevertOf(
            new IGradedMultisig.Call[](0), ALL, abi.encodeWithSelector(IGradedMultisig.MultisigProposalEmpty.selector)
        );
    }

    function test_aBatchHappensAsAWholeOrNotAtAll() external {
        address refuser = address(new RevertingRecipient());
        IGradedMultisig.Call[] memory calls = _both(_pay(PAYEE, 1), _pay(refuser, 2));
        bytes memory reason = abi.encodeWithSignature('Error(string)', 'no, thank you');
        _expectRevertOf(calls, ALL, abi.encodeWithSelector(IGradedMultisig.MultisigCallReverted.selector, 1, reason));
        vm.assertEq(PAYEE.balance, 0, 'first payment');
        RevertingRecipient(payable(refuser)).accept();
        _executeByAll(calls);
        vm.assertEq(PAYEE.balance, 1, 'first payment');
        vm.assertEq(refuser.balance, 2, 'second payment');
    }

    function test_aFailedCallLeavesTheSequence() external {
        uint64 before = multisig.sequenceOf(0);
        IGradedMultisig.Proposal memory proposal = _next(_pay(PAYEE, 1e31)); // more than it has
        bytes memory signatures = _signed(proposal, ALL);
        vm.expectRevert(abi.encodeWithSelector(IGradedMultisig.MultisigCallReverted.selector, 0, ''));
        multisig.execute(proposal, signatures);
        vm.assertEq(multisig.sequenceOf(0), before, 'sequence');
    }

    function test_calldataNeedsCode() external {
        _expectRevertOf(
            _call(PAYEE, 0, hex'12345678'),
            ALL,
            abi.encodeWithSelector(IGradedMultisig.MultisigTargetWithoutCode.selector, 0, PAYEE)
        );
    }

    function test_aTokenThatAnswersFalseFailsTheBatch() external {
        address target = address(new FalseToken());
        _expectRevertOf(
            _both(_pay(PAYEE, 1), _call(target, 0, abi.encodeCall(HonestToken.transfer, (PAYEE, 1)))),
            ALL,
            abi.encodeWithSelector(IGradedMultisig.MultisigTokenRefused.selector, 1, target)
        );
        _executeByAll(_call(target, 0, abi.encodeWithSignature('vote()'))); // false, but no token call
    }

    function test_onlyAProposalReachesThePolicy() external {
        IGradedMultisig.PolicyChange memory change;
        vm.expectRevert(abi.encodeWithSelector(IGradedMultisig.MultisigNotSelf.selector, _member(2)));
        vm.prank(_member(2));
        multisig.changePolicy(change);
        vm.expectRevert(abi.encodeWithSelector(IGradedMultisig.MultisigNotSelf.selector, address(this)));
        multisig.approveMessage(bytes32(uint256(1)), true);
    }
}

contract FalseToken {
    fallback() external {
        assembly {
            mstore(0, 0)
            return(0, 32)
        }
    }
}
