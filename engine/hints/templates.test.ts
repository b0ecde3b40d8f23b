import { describe, expect, test } from 'vitest';
import type { Address, Bytes, Bytes32, Hex } from '#engine/api/index.js';
import { placeKey, slotPlace } from '#engine/hints/hint.js';
import { TemplateHints } from '#engine/hints/templates.js';
import { playScene } from '#engine/hints/testing/hintScene.js';
import { assemble } from '#generators/assembly/assemble.js';
import { addressNamed, mappingSlot } from '#generators/build/address.js';
import { ChainBuilder } from '#generators/build/chain.js';
import { concatHex, word } from '#generators/build/hex.js';
import { encodeCall, selectorOf } from '#generators/contracts/calls.js';
import {
  ERC20,
  allowanceSlot,
  approveCall,
  balanceSlot,
  transferCall,
  transferFromCall,
} from '#generators/contracts/erc20.js';
import {
  ERC721,
  operatorCall,
  tokenOwners,
  tokenTransferCall,
} from '#generators/contracts/erc721.js';

const [BOB, CAROL] = [addressNamed('bob'), addressNamed('carol')];
const IMPLEMENTATION = '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc';

interface Contract {
  readonly code: Bytes;
  readonly storage?: Readonly<Record<Bytes32, Bytes32>>;
}

/** What templates say of one call of `target`, by the sender's address. */
async function ask(
  contracts: Readonly<Record<string, Contract>>,
  inputOf: (sender: Address) => Bytes,
): Promise<{ readonly sender: Address; readonly said: readonly string[] }> {
  const chain = new ChainBuilder('Osaka');
  for (const [name, { code, storage = {} }] of Object.entries(contracts)) {
    chain.contract(name, code, { storage });
  }
  const from = chain.sender();
  const input = inputOf(from.address);
  const to = addressNamed('target');
  const block = chain.block([chain.transaction(from, { to, gas: 500_000n, input })]);
  const { stage, transactions } = await playScene(block, chain.preState);
  const [only] = transactions;
  const hints = only === undefined ? [] : await new TemplateHints().of(only.transaction, stage);
  expect(hints.every(({ grade, source }) => grade === 'template' && source === 'templates')).toBe(
    true,
  );
  return {
    sender: from.address,
    said: hints.map(
      ({ place, access, isDelta }) => `${placeKey(place)} ${isDelta ? 'delta' : access}`,
    ),
  };
}

const slotOf = (name: string, slot: Bytes32, access = 'read-write'): string =>
  `${placeKey(slotPlace(addressNamed(name), slot))} ${access}`;

/** A contract that answers getters, each with the value of a slot. */
function getters(slots: Readonly<Record<string, string>>, rest = ''): Bytes {
  const names = Object.keys(slots);
  const dispatch = names.map((name, i) => `DUP1 ${selectorOf(name)} EQ @g${i} JUMPI`);
  const bodies = Object.values(slots).map((slot, i) => `g${i}: ${slot} SLOAD @answer JUMP`);
  return assemble(`
    0 CALLDATALOAD 0xe0 SHR ${dispatch.join(' ')} ${rest} 0 0 REVERT
    ${bodies.join(' ')}
    answer: 0 MSTORE 0x20 0 RETURN`);
}

describe('tokens', () => {
  test('a payment moves two balances', async () => {
    const { sender, said } = await ask({ target: { code: ERC20 } }, () => transferCall(BOB, 1n));
    expect(said).toEqual(
      [slotOf('target', balanceSlot(sender)), slotOf('target', balanceSlot(BOB))].sort(),
    );
  });

  test('a payment for another uses up an allowance, found without a getter', async () => {
    const input = transferFromCall(BOB, CAROL, 0n);
    const { sender, said } = await ask({ target: { code: ERC20 } }, () => input);
    expect(said).toContain(slotOf('target', allowanceSlot(BOB, sender)));
    expect(said).toHaveLength(3);
  });

  test('an approval is one slot', async () => {
    const { sender, said } = await ask({ target: { code: ERC20 } }, () => approveCall(BOB, 5n));
    expect(said).toEqual([slotOf('target', allowanceSlot(sender, BOB))]);
  });

  test('a balance is found wherever it stands, and whichever way it is hashed', async () => {
    // Key last, at slot 37.
    const code = assemble('37 0 MSTORE 4 CALLDATALOAD 0x20 MSTORE 0x40 0 KECCAK256 SLOAD POP STOP');
    const { said } = await ask({ target: { code } }, () => transferCall(BOB, 1n));
    expect(said).toContain(slotOf('target', mappingSlot(word(37), word(BOB))));
  });

  test('tokens of one kind have owners and approvals', async () => {
    const chain = new ChainBuilder('Osaka');
    const owner = chain.sender().address;
    const storage = tokenOwners([[owner, [7n]]]);
    const { said } = await ask({ target: { code: ERC721, storage } }, (from) =>
      tokenTransferCall(from, BOB, 7n),
    );
    expect(said).toHaveLength(4);
    expect(said).toContain(slotOf('target', mappingSlot(word(7n), 2)));
    expect(said).toContain(slotOf('target', mappingSlot(word(7n), 4), 'read'));
    expect(said).toContain(slotOf('target', mappingSlot(BOB, 3)));
  });

  test('an operator is an entry of an entry', async () => {
    const { sender, said } = await ask({ target: { code: ERC721 } }, () => operatorCall(BOB, true));
    expect(said).toEqual([slotOf('target', mappingSlot(BOB, mappingSlot(sender, 5)))]);
  });

  test('many tokens in one contract are told apart', async () => {
    const balance = '0 MSTORE 1 0x20 MSTORE 0x40 0 KECCAK256 0x20 MSTORE 4 CALLDATALOAD 0 MSTORE';
    const code = assemble(`
      0 CALLDATALOAD 0xe0 SHR ${selectorOf('balanceOf(address,uint256)')} EQ @balance JUMPI
      0 0 REVERT
      balance: 0x24 CALLDATALOAD ${balance} 0x40 0 KECCAK256 SLOAD POP STOP`);
    const signature = 'safeTransferFrom(address,address,uint256,uint256,bytes)';
    const { sender, said } = await ask({ target: { code } }, (from) =>
      encodeCall(signature, from, BOB, 9n, 1n, 160n, 0n),
    );
    const entry = (holder: Hex): Bytes32 => mappingSlot(holder, mappingSlot(word(9n), 1));
    expect(said).toEqual([slotOf('target', entry(sender)), slotOf('target', entry(BOB))].sort());
  });

  test('wrapped ether is paid out of the contract', async () => {
    const { sender, said } = await ask({ target: { code: ERC20 } }, () =>
      encodeCall('withdraw(uint256)', 1n),
    );
    expect(said).toContain(slotOf('target', balanceSlot(sender)));
    expect(said).toContain(`${sender} balance delta`);
    expect(said).toContain(`${addressNamed('target')} balance delta`);
  });
});

describe('exchanges', () => {
  const tokens = { token0: { code: ERC20 }, token1: { code: ERC20 } };
  const storage = {
    [word(6)]: word(addressNamed('token0')),
    [word(7)]: word(addressNamed('token1')),
  };
  const pairCode = getters({
    'getReserves()': '8',
    'token0()': '6',
    'token1()': '7',
    'price0CumulativeLast()': '9',
  });
  const pair = { code: pairCode, storage };

  test('a trade at a pair moves reserves and what is paid out', async () => {
    const { said } = await ask({ ...tokens, target: pair }, () =>
      encodeCall('swap(uint256,uint256,address,bytes)', 0n, 5n, BOB, 128n, 0n),
    );
    expect(said).toContain(slotOf('target', word(8)));
    expect(said).toContain(slotOf('target', word(9)));
    expect(said).toContain(slotOf('target', word(6), 'read'));
    expect(said).toContain(slotOf('token1', balanceSlot(BOB)));
    expect(said).not.toContain(slotOf('token0', balanceSlot(BOB)));
  });

  test('a router leads to its pairs', async () => {
    const router = {
      code: getters({ 'factory()': '1' }),
      storage: { [word(1)]: word(addressNamed('factory')) },
    };
    const factory = { code: assemble(`${addressNamed('pair')} 0 MSTORE 0x20 0 RETURN`) };
    const path = [addressNamed('token0'), addressNamed('token1')];
    const route = 'swapExactTokensForTokens(uint256,uint256,address[],address,uint256)';
    const { sender, said } = await ask({ ...tokens, target: router, factory, pair }, () =>
      encodeCall(route, 9n, 0n, 160n, BOB, 99n, 2n, ...path),
    );
    expect(said).toContain(slotOf('token0', balanceSlot(sender)));
    expect(said).toContain(slotOf('token0', allowanceSlot(sender, addressNamed('target'))));
    expect(said).toContain(slotOf('pair', word(8)));
    expect(said).toContain(slotOf('token1', balanceSlot(BOB)));
  });

  test('a pool has one slot that every trade moves', async () => {
    const code = getters({
      'slot0()': '0',
      'liquidity()': '4',
      'feeGrowthGlobal0X128()': '1',
      'feeGrowthGlobal1X128()': '2',
      'token0()': '6',
      'token1()': '7',
    });
    const { sender, said } = await ask({ ...tokens, target: { code, storage } }, () =>
      encodeCall('swap(address,bool,int256,uint160,bytes)', BOB, 1n, 5n, 0n, 160n, 0n),
    );
    expect(said).toContain(slotOf('target', word(0)));
    expect(said).toContain(slotOf('target', word(4), 'read'));
    expect(said).toContain(slotOf('target', word(1)));
    expect(said).not.toContain(slotOf('target', word(2)));
    expect(said).toContain(slotOf('token1', balanceSlot(BOB)));
    expect(said).toContain(slotOf('token0', balanceSlot(sender)));
  });
});

describe('proxies', () => {
  const input = (): Bytes => transferCall(BOB, 1n);

  test('that keep their code in a slot are seen through', async () => {
    const code = assemble(`
      CALLDATASIZE 0 0 CALLDATACOPY
      0 0 CALLDATASIZE 0 ${IMPLEMENTATION} SLOAD GAS DELEGATECALL POP
      RETURNDATASIZE 0 0 RETURNDATACOPY RETURNDATASIZE 0 RETURN`);
    const storage = { [IMPLEMENTATION]: word(addressNamed('token')) } as const;
    const contracts = { target: { code, storage }, token: { code: ERC20 } };
    const { said } = await ask(contracts, input);
    expect(said).toContain(slotOf('target', IMPLEMENTATION, 'read'));
    expect(said).toContain(slotOf('target', balanceSlot(BOB)));
    expect(said).toContain(`${addressNamed('token')} code read`);
  });

  test('that are minimal are seen through', async () => {
    const code = concatHex(
      '0x363d3d373d3d3d363d73',
      addressNamed('token'),
      '0x5af43d82803e903d91602b57fd5bf3',
    );
    const { said } = await ask({ target: { code }, token: { code: ERC20 } }, input);
    expect(said).toContain(slotOf('target', balanceSlot(BOB)));
    expect(said).toContain(`${addressNamed('token')} code read`);
  });
});

test('nothing is said of what does not answer', async () => {
  const { said } = await ask({ target: { code: assemble('STOP') } }, () => transferCall(BOB, 1n));
  expect(said).toEqual([]);
});
