// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Refuses every coin until it is told to accept.
contract RevertingRecipient {
    bool public accepting;

    function accept() external {
        accepting = true;
    }

    receive() external payable {
        require(accepting, 'no, thank you');
    }
}

/// @notice Burns all gas it is given.
contract GasBurningRecipient {
    uint256 private burnt;

    receive() external payable {
        while (true) ++burnt;
    }
}

/// @notice Reverts with as much data as its gas can buy.
contract ReturnBombRecipient {
    receive() external payable {
        assembly ('memory-safe') {
            revert(0, 60000)
        }
    }
}

/// @notice Needs more than the 2,300 gas of a plain transfer to take a coin, as a contract wallet does.
contract RecordingRecipient {
    uint256 public lastReceived = 1;

    receive() external payable {
        lastReceived = msg.value;
    }
}

/// @notice Takes a coin only with the gas that a push promises, and gives back what it has of less.
contract WaryRecipient {
    receive() external payable {
        require(gasleft() > 12_000, 'too little gas');
    }
}

/// @notice Makes the call it was told to make whenever it is paid, and goes on whether that succeeds or not.
contract ReenteringRecipient {
    address private target;
    bytes private call;
    bool public succeeded;
    bytes public answer;

    function reenter(address target_, bytes calldata call_) external {
        target = target_;
        call = call_;
    }

    receive() external payable {
        if (call.length == 0) return;
        (succeeded, answer) = target.call(call);
    }
}
