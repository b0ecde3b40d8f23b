/**
 * What a client looks at when it is given a block.
 *
 * Owns the question: a plain block with a true header, and the same with one lie in it, field by
 * field. Clients differ: some compare roots, some the state that a test spells out. What a client
 * lets pass it does not state. Gas, receipts and the state, in one way or the other, it has to look
 * at: what it says of a block would be nothing otherwise.
 */
import { createHash } from 'node:crypto';
import type { Bytes, Bytes32, Fork, UnstatedPart } from '#engine/api/index.js';
import { childBlock } from '#fixtures/export/childBlock.js';
import { type Execute, type TrueBlock, trueBlock } from '#fixtures/export/truth.js';
import { type HeaderFields, sealHeader } from '#fixtures/official/encodeBlock.js';
import { ChainBuilder } from '#generators/build/chain.js';
import type { Verifier } from './verifier.ts';

const TRANSFER_GAS = 21_000n;
const OTHER_HASH = `0x${'11'.repeat(32)}` as const;
const OTHER_BLOOM = `0x${'11'.repeat(256)}` as const;

/** A deposit that nobody made: EIP-6110. */
const OTHER_REQUEST = `0x00${'11'.repeat(192)}` as const;

/** A lie, and the parts of a result that it is about; none that can be left unsaid for some. */
interface Lie {
  readonly name: string;
  readonly parts: readonly UnstatedPart[];
  readonly header?: Partial<HeaderFields>;
  readonly requests?: readonly Bytes[];
}

const LIES: readonly Lie[] = [
  { name: 'gas used', parts: [], header: { gasUsed: TRANSFER_GAS + 1n } },
  { name: 'receipts root', parts: [], header: { receiptsRoot: OTHER_HASH } },
  { name: 'state root', parts: ['stateRoot'], header: { stateRoot: OTHER_HASH } },
  { name: 'state', parts: ['postState'] },
  { name: 'bloom', parts: ['logsBloom'], header: { logsBloom: OTHER_BLOOM } },
  { name: 'blob gas', parts: ['blobGasUsed'], header: { blobGasUsed: 131_072n } },
  {
    name: 'list of requests',
    parts: ['requestsHash', 'requests'],
    header: { requestsHash: hashOfRequest(OTHER_REQUEST) },
    requests: [OTHER_REQUEST],
  },
];

/** What a client looks at. */
export interface Sight {
  /** Parts of results that it says nothing of. */
  readonly unseen: readonly UnstatedPart[];
  /** Whether it notices that a block is valid that is to be refused. */
  readonly seesRefusals: boolean;
}

/** Finds out. Rejects for a client that sees too little. */
export async function sightOf(verifier: Verifier, execute: Execute, fork: Fork): Promise<Sight> {
  const chain = new ChainBuilder(fork);
  const [from, to] = [chain.sender(), chain.stranger()];
  const payment = chain.transaction(from, { to: to.address, value: 1n, gas: TRANSFER_GAS });
  const child = await childBlock({ block: chain.block([payment]), preState: chain.preState });
  const truth = await trueBlock(child, execute);
  const word = await verifier.verify({ child, block: truth });
  if (word.kind === 'invalid') {
    throw new Error(`it fails a plain payment with a true header: ${word.words}`);
  }
  // No header commits to the addresses of new contracts.
  const unseen: UnstatedPart[] = ['receipts.contractAddress'];
  for (const lie of LIES.filter((one) => isAbout(one, truth))) {
    const { kind } = await verifier.verify({ child, block: told(truth, lie) });
    if (kind === 'invalid') continue;
    if (lie.parts.length === 0) throw new Error(`it passes a block with a false ${lie.name}`);
    unseen.push(...lie.parts);
  }
  if (unseen.includes('stateRoot') && unseen.includes('postState')) {
    throw new Error('it passes a block with a false state');
  }
  const refused = { ...truth, refusal: REFUSAL, postState: child.input.preState };
  const ofRefused = await verifier.verify({ child, block: refused });
  return { unseen, seesRefusals: ofRefused.kind === 'valid' };
}

/** Headers of older forks have fewer fields. */
function isAbout({ header: lie = {} }: Lie, { header }: TrueBlock): boolean {
  return Object.entries(header).every(([name, value]) => !(name in lie) || value !== null);
}

const REFUSAL = {
  kind: 'transaction',
  index: 0,
  reason: 'TransactionException.NONCE_MISMATCH_TOO_LOW',
} as const;

function told(truth: TrueBlock, { header: lie, requests: invented }: Lie): TrueBlock {
  const { hash: _hash, ...fields } = truth.header;
  const requests = invented ?? truth.requests;
  const header = sealHeader({ ...fields, ...lie });
  const [[address, account] = []] = Object.entries(truth.postState);
  const isOfState = lie === undefined && address !== undefined && account !== undefined;
  const postState = isOfState
    ? { ...truth.postState, [address]: { ...account, balance: '0x1' as const } }
    : truth.postState;
  return { ...truth, header, parts: { ...truth.parts, header }, requests, postState };
}

/** What a header says of one request: EIP-7685. */
function hashOfRequest(request: Bytes): Bytes32 {
  const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
  return `0x${sha256(sha256(Buffer.from(request.slice(2), 'hex'))).toString('hex')}`;
}
