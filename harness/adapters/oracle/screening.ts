/**
 * Finding the invalid transactions of a block that stock code refused.
 *
 * `runBlock` stops at the first invalid transaction, names no index and cannot leave one out. So
 * the block is walked once more with stock `runTx`, transaction by transaction. Each invalid one is
 * judged by `rules.ts` and refused by stock code, independently: if one objects and the other does
 * not, the oracle fails rather than answers. The walk decides only which transactions are invalid
 * and why; every result comes from `runBlock` on the others.
 */
import { type BlockHeader, createBlock } from '@ethereumjs/block';
import type { Common } from '@ethereumjs/common';
import type { TypedTransaction } from '@ethereumjs/tx';
import { bigIntToHex } from '@ethereumjs/util';
import { type BlockBuilder, type VM, buildBlock, runTx } from '@ethereumjs/vm';
import type {
  InvalidTransactionPolicy,
  RejectedTransaction,
  Transaction,
  TransactionReason,
} from '#engine/api/index.js';
import { type SenderAccount, blobGasOf, createRuleCommon } from './judged.ts';
import { TRANSACTION_MESSAGES, reasonsOfMessage } from './messages.ts';
import { RULES_STOCK_OMITS, breaksRuleStockOmits, brokenRules } from './rules.ts';
import { blockToStock, envToStockHeader, headerFields } from './stockBlock.ts';
import { type StockSetup, countStart, createStockVM, indexTransactions } from './stockRun.ts';
import { transactionToStock } from './stockTransaction.ts';

/** A walk over the block, with what the transactions so far have used. */
interface Walk {
  readonly vm: VM;
  readonly builder: BlockBuilder;
  readonly setup: StockSetup;
  readonly rules: Common;
  readonly header: BlockHeader;
  gasUsed: bigint;
  blobGasUsed: bigint;
}

/**
 * The invalid transactions of a block in order; under `reject-block` only the first.
 *
 * @throws Error when stock code and the rules disagree about a transaction
 */
export async function screen(
  setup: StockSetup,
  policy: InvalidTransactionPolicy,
): Promise<RejectedTransaction[]> {
  const walk = await startWalk(setup);
  try {
    return await findInvalid(walk, policy);
  } finally {
    await endWalk(walk);
  }
}

async function findInvalid(
  walk: Walk,
  policy: InvalidTransactionPolicy,
): Promise<RejectedTransaction[]> {
  const rejected: RejectedTransaction[] = [];
  for (const { index, transaction } of indexTransactions(walk.setup.block)) {
    countStart(walk.setup, index);
    const reason = await stepOver(walk, index, transaction);
    if (reason === null) continue;
    rejected.push({ index, reason });
    if (policy === 'reject-block') break;
  }
  return rejected;
}

/**
 * Whether a transaction breaks a rule that `runBlock` would let pass. Such a block is screened at
 * once, since stock code would accept it.
 */
export function needsScreening(setup: StockSetup): boolean {
  // Both rules that stock code omits are about blobs.
  const carryingBlobs = setup.block.transactions.filter(({ type }) => type === '0x3');
  if (carryingBlobs.length === 0) return false;
  const common = createRuleCommon(setup.common);
  const header = envToStockHeader(setup.block.env, setup.common);
  let blobGasUsed = 0n;
  for (const transaction of carryingBlobs) {
    const judged = { transaction, common, header, gasUsed: 0n, blobGasUsed, sender: null };
    if (breaksRuleStockOmits(judged)) return true;
    blobGasUsed += blobGasOf(judged);
  }
  return false;
}

/** A VM on the pre-state, after stock code did what precedes the transactions (4788, 2935). */
async function startWalk(setup: StockSetup): Promise<Walk> {
  const { common } = setup;
  const vm = await createStockVM(setup);
  const builder = await buildBlock(vm, {
    parentBlock: createBlock({}, { common }),
    headerData: headerFields(setup.block.env, common),
    blockOpts: { putBlockIntoBlockchain: false },
  });
  // As in runBlock, so that nothing of the walk reaches the trie.
  await vm.evm.journal.checkpoint();
  return {
    vm,
    builder,
    setup,
    rules: createRuleCommon(common),
    header: envToStockHeader(setup.block.env, common),
    gasUsed: 0n,
    blobGasUsed: 0n,
  };
}

/** Takes back all checkpoints: below an open one, later runs do not reach the trie's database. */
async function endWalk({ vm, builder }: Walk): Promise<void> {
  await vm.evm.journal.revert();
  await builder.revert();
}

/** Runs one transaction if it is valid; else returns why it is not. */
async function stepOver(
  walk: Walk,
  index: number,
  transaction: Transaction,
): Promise<TransactionReason | null> {
  const decoded = decode(transaction, walk.setup.common);
  const broken = brokenRules({
    transaction,
    common: walk.rules,
    header: walk.header,
    gasUsed: walk.gasUsed,
    blobGasUsed: walk.blobGasUsed,
    sender: await senderOf(walk, decoded),
  });
  const [reason] = broken;
  if (reason === undefined) {
    await include(walk, decoded);
    return null;
  }
  if (!broken.some((rule) => RULES_STOCK_OMITS.has(rule))) {
    await expectRefusal(walk, index, { decoded, broken });
  }
  return reason;
}

/** A stock transaction, or what its constructor has against it. */
type Decoded = TypedTransaction | Error;

function decode(transaction: Transaction, common: Common): Decoded {
  try {
    return transactionToStock(transaction, common);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function include(walk: Walk, decoded: Decoded): Promise<void> {
  if (decoded instanceof Error) throw decoded;
  const { vm, setup, gasUsed } = walk;
  const block = blockToStock(setup.block, [], setup.common);
  const outcome = await runTx(vm, { tx: decoded, block, blockGasUsed: gasUsed });
  walk.gasUsed += outcome.totalGasSpent;
  walk.blobGasUsed += outcome.blobGasUsed ?? 0n;
}

/**
 * The account that signed, or `null` where stock code cannot tell: whatever keeps it from that
 * breaks a rule that is judged before the account.
 */
async function senderOf({ vm }: Walk, decoded: Decoded): Promise<SenderAccount | null> {
  if (decoded instanceof Error || !decoded.verifySignature()) return null;
  const sender = decoded.getSenderAddress();
  const account = await vm.stateManager.getAccount(sender);
  return {
    nonce: account?.nonce ?? 0n,
    balance: account?.balance ?? 0n,
    code: await vm.stateManager.getCode(sender),
  };
}

/** Checks that stock code refuses the transaction too, and for a rule that was found broken. */
async function expectRefusal(
  walk: Walk,
  index: number,
  judged: { readonly decoded: Decoded; readonly broken: readonly TransactionReason[] },
): Promise<void> {
  const { decoded, broken } = judged;
  const message = decoded instanceof Error ? decoded.message : await refusal(walk, decoded);
  const reasons = reasonsOfMessage(message ?? '', TRANSACTION_MESSAGES);
  if (reasons.some((reason) => broken.includes(reason))) return;
  const stock = message === null ? 'accepts it' : `says: ${message}`;
  throw new Error(
    `the oracle cannot decide transaction ${index}: ` +
      `by the rules it breaks ${broken.join(', ')}, but stock code ${stock}`,
  );
}

/** What `runTx` has against a transaction; `null` when nothing. */
async function refusal(walk: Walk, tx: TypedTransaction): Promise<string | null> {
  const { block, common } = walk.setup;
  // The room left in the block is a matter of runBlock; to runTx it is the limit of the block.
  const room = bigIntToHex(walk.header.gasLimit - walk.gasUsed);
  const rest = { ...block, env: { ...block.env, currentGasLimit: room } };
  try {
    await runTx(walk.vm, { tx, block: blockToStock(rest, [], common) });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
