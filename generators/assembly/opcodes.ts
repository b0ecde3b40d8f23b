/**
 * The instruction set by mnemonic, Berlin to Osaka.
 *
 * A table: owns names and numbers. Does not know which fork has which instruction; the author of a
 * contract does. Yellow Paper appendix H and the EIPs named beside the newer ones.
 */

/** Names in order from `first`. */
function run(first: number, names: string): readonly (readonly [string, number])[] {
  return names.split(' ').map((name, offset) => [name, first + offset] as const);
}

/** Names `prefix1..prefixN`, or `prefix0..prefixN`. */
function family(
  prefix: string,
  first: number,
  indexes: readonly number[],
): readonly [string, number][] {
  return indexes.map((index, offset) => [`${prefix}${index}`, first + offset]);
}

const upTo = (end: number): readonly number[] => Array.from({ length: end }, (_, i) => i + 1);

/** Opcode by mnemonic. */
export const OPCODES: ReadonlyMap<string, number> = new Map([
  ...run(0x00, 'STOP ADD MUL SUB DIV SDIV MOD SMOD ADDMOD MULMOD EXP SIGNEXTEND'),
  ...run(0x10, 'LT GT SLT SGT EQ ISZERO AND OR XOR NOT BYTE SHL SHR SAR'),
  ['CLZ', 0x1e], // EIP-7939
  ['KECCAK256', 0x20],
  ...run(0x30, 'ADDRESS BALANCE ORIGIN CALLER CALLVALUE CALLDATALOAD CALLDATASIZE CALLDATACOPY'),
  ...run(0x38, 'CODESIZE CODECOPY GASPRICE EXTCODESIZE EXTCODECOPY'),
  ...run(0x3d, 'RETURNDATASIZE RETURNDATACOPY EXTCODEHASH'),
  ...run(0x40, 'BLOCKHASH COINBASE TIMESTAMP NUMBER PREVRANDAO GASLIMIT CHAINID SELFBALANCE'),
  ['BASEFEE', 0x48], // EIP-3198
  ['BLOBHASH', 0x49], // EIP-4844
  ['BLOBBASEFEE', 0x4a], // EIP-7516
  ...run(0x50, 'POP MLOAD MSTORE MSTORE8 SLOAD SSTORE JUMP JUMPI PC MSIZE GAS JUMPDEST'),
  ['TLOAD', 0x5c], // EIP-1153
  ['TSTORE', 0x5d], // EIP-1153
  ['MCOPY', 0x5e], // EIP-5656
  ['PUSH0', 0x5f], // EIP-3855
  ...family('PUSH', 0x60, upTo(32)),
  ...family('DUP', 0x80, upTo(16)),
  ...family('SWAP', 0x90, upTo(16)),
  ...run(0xa0, 'LOG0 LOG1 LOG2 LOG3 LOG4'),
  ...run(0xf0, 'CREATE CALL CALLCODE RETURN DELEGATECALL CREATE2'),
  ['STATICCALL', 0xfa],
  ['REVERT', 0xfd],
  ['INVALID', 0xfe],
  ['SELFDESTRUCT', 0xff],
]);
