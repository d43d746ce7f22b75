// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {Watch} from '../../../src/contracts/swap/IRelayerQuorum.sol';
import {ISwapLock} from '../../../src/contracts/swap/ISwapLock.sol';
import {ISwapRelease} from '../../../src/contracts/swap/ISwapRelease.sol';
import {Lock, LockId} from '../../../src/contracts/swap/Lock.sol';
import {RelayerQuorum} from '../../../src/contracts/swap/RelayerQuorum.sol';
import {SwapLock} from '../../../src/contracts/swap/SwapLock.sol';
import {SwapRelease} from '../../../src/contracts/swap/SwapRelease.sol';
import {HonestToken} from '../hostile/Tokens.sol';
import {Test} from './Test.sol';

/// @notice Both contracts of a swap in one EVM, and relayers who sign whatever a test wants.
abstract contract SwapTest is Test {
    using LockId for Lock;

    address internal constant OWNER = address(0xA11CE);
    address internal constant GUARDIAN = address(0x6A2D);
    address internal constant RETIRED_TO = address(0xdEaD);
    address internal constant REMAINDER_TO = address(0xB0B);
    address internal constant HOLDER = address(0x401D);
    address internal constant RECIPIENT = address(0x2EC1);
    address internal constant ANYONE = address(0xCAFE);
    uint256 internal constant SOURCE = 1;
    uint256 internal constant TARGET = 18;
    uint256 internal constant START = 1_800_000_000;
    uint256 internal constant RELEASE_PERIOD = 7 days;
    uint256 internal constant CLOCK_MARGIN = 1 days;
    uint256 internal constant CHANGE_DELAY = 8 days;
    uint256 internal constant FACTOR = 10 ** 10;
    uint256 internal constant MAXIMUM = 1000; // base units locked
    uint256 internal constant DAY_LIMIT = 2500 * FACTOR;
    uint256 internal constant LOCKING_ENDS = START + 60 days;
    uint256 internal constant RELEASING_ENDS = LOCKING_ENDS + RELEASE_PERIOD;
    uint256 internal constant FUNDS = 10_000 * FACTOR;

    uint256[] internal keys; // of the relayers, ascending by address
    HonestToken internal token;
    SwapLock internal lockContract;
    SwapRelease internal releaseContract;

    constructor() {
        vm.warp(START);
        for (uint256 key = 1; key <= 4; ++key) {
            uint256 place = keys.length;
            keys.push(key);
            for (; place > 0 && vm.addr(keys[place - 1]) > vm.addr(key); --place) {
                keys[place] = keys[place - 1];
            }
            keys[place] = key;
        }
    }

    /// @notice Opened, funded, and a holder who has approved all he has.
    function _deploy() internal {
        token = new HonestToken();
        vm.chainId(SOURCE);
        lockContract = new SwapLock(_lockTerms(), _watch());
        vm.chainId(TARGET);
        releaseContract = new SwapRelease(_releaseTerms(), _watch());
        vm.deal(address(releaseContract), FUNDS);
        vm.chainId(SOURCE);
        vm.prank(OWNER);
        lockContract.open(address(releaseContract));
        _give(HOLDER, 1_000_000);
    }

    function _give(address holder, uint256 amount) internal {
        token.mint(holder, amount);
        vm.prank(holder);
        token.approve(address(lockContract), type(uint256).max);
    }

    /// @notice Three relayers, of whom two make a quorum; the fourth is none.
    function _watch() internal view returns (Watch memory) {
        return Watch(OWNER, GUARDIAN, _relayers(3), 2, CHANGE_DELAY);
    }

    function _relayers(uint256 count) internal view returns (address[] memory relayers) {
        relayers = new address[](count);
        for (uint256 i = 0; i < count; ++i) {
            relayers[i] = vm.addr(keys[i]);
        }
    }

    function _lockTerms() internal view returns (ISwapLock.Terms memory) {
        return ISwapLock.Terms(address(token), RETIRED_TO, TARGET, RELEASE_PERIOD, CLOCK_MARGIN, MAXIMUM, LOCKING_ENDS);
    }

    function _releaseTerms() internal view returns (ISwapRelease.Terms memory) {
        return ISwapRelease.Terms(
            SOURCE,
            address(lockContract),
            address(token),
            address(0),
            FACTOR,
            MAXIMUM * FACTOR,
            DAY_LIMIT,
            RELEASING_ENDS,
            REMAINDER_TO
        );
    }

    function _lock(uint256 amount) internal returns (Lock memory lock) {
        vm.chainId(SOURCE);
        vm.prank(HOLDER);
        (lock,) = lockContract.lockOf(lockContract.lock(amount, RECIPIENT));
        vm.chainId(TARGET);
    }

    /// @notice Signatures of the relayers whose bit is set, ascending.
    function _signatures(bytes32 digest, uint256 signers) internal view returns (bytes[] memory signatures) {
        uint256 count;
        for (uint256 i = 0; i < keys.length; ++i) {
            if (signers >> i & 1 == 1) ++count;
        }
        signatures = new bytes[](count);
        for (uint256 i = keys.length; i > 0; --i) {
            if (signers >> (i - 1) & 1 == 1) signatures[--count] = _sign(keys[i - 1], digest);
        }
    }

    function _sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function _releaseSignatures(Lock memory lock, uint256 signers) internal view returns (bytes[] memory) {
        return _signatures(_digest(address(releaseContract), 'SwapRelease', TARGET, lock.id()), signers);
    }

    function _refundSignatures(bytes32 lockId, uint256 signers) internal view returns (bytes[] memory) {
        bytes32 structHash = keccak256(abi.encode(keccak256('Refund(bytes32 lockId)'), lockId));
        return _signatures(_digest(address(lockContract), 'SwapLock', SOURCE, structHash), signers);
    }

    function _retirementSignatures(bytes32[] memory lockIds, uint256 signers) internal view returns (bytes[] memory) {
        bytes32 structHash =
            keccak256(abi.encode(keccak256('Retirement(bytes32[] lockIds)'), keccak256(abi.encodePacked(lockIds))));
        return _signatures(_digest(address(lockContract), 'SwapLock', SOURCE, structHash), signers);
    }

    /// @notice The digest of EIP-712, written out anew.
    function _digest(address verifier, string memory name, uint256 chainId, bytes32 structHash)
        internal
        pure
        returns (bytes32)
    {
        bytes32 typeHash =
            keccak256('EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)');
        bytes32 domain = keccak256(abi.encode(typeHash, keccak256(bytes(name)), keccak256('1'), chainId, verifier));
        return keccak256(abi.encodePacked(hex'1901', domain, structHash));
    }

    function _one(bytes32 lockId) internal pure returns (bytes32[] memory lockIds) {
        lockIds = new bytes32[](1);
        lockIds[0] = lockId;
    }

    /// @notice Both clocks, as seconds since the start.
    function _at(uint256 elapsed) internal {
        vm.warp(START + elapsed);
    }

    function _pause(RelayerQuorum paused) internal {
        vm.prank(GUARDIAN);
        paused.pause();
    }
}
