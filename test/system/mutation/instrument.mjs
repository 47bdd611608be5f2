// Instruments a source file with its mutants. Each mutant switches one check off, or a part of one, and is active if
// `globalThis.mutation` has its number. One bundle therefore contains all mutants.
import ts from 'typescript';

/** Functions whose first argument is a condition that must hold. */
const ASSERTIONS = ['check', 'assertPolicy', 'assertRequest'];
const BOUNDARIES = new Map([
  [ts.SyntaxKind.LessThanToken, ['<', '<=']],
  [ts.SyntaxKind.LessThanEqualsToken, ['<=', '<']],
  [ts.SyntaxKind.GreaterThanToken, ['>', '>=']],
  [ts.SyntaxKind.GreaterThanEqualsToken, ['>=', '>']],
]);
const COMPARISONS = [
  ...BOUNDARIES.keys(),
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
];
const NEUTRAL = new Map([
  [ts.SyntaxKind.AmpersandAmpersandToken, 'true'],
  [ts.SyntaxKind.BarBarToken, 'false'],
]);
const PREDICATE_METHODS = ['every', 'some', 'includes', 'has', 'test', 'hasOwn'];
const ARITHMETIC = new Map([
  ['add', 'subtract'],
  ['subtract', 'add'],
  ['multiply', 'add'],
]);

const isBoolean = (node) =>
  (ts.isBinaryExpression(node) &&
    (COMPARISONS.includes(node.operatorToken.kind) || NEUTRAL.has(node.operatorToken.kind))) ||
  (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) ||
  (ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    PREDICATE_METHODS.includes(node.expression.name.text));

const isCallStatement = (node) => {
  if (!ts.isExpressionStatement(node)) return false;
  const call = ts.isAwaitExpression(node.expression) ? node.expression.expression : node.expression;
  if (!ts.isCallExpression(call) || call.expression.kind === ts.SyntaxKind.SuperKeyword) return false;
  return !(ts.isIdentifier(call.expression) && ASSERTIONS.includes(call.expression.text));
};

/**
 * The mutants of a source text, and the text that contains them.
 *
 * @param file path for keys of mutants, which do not depend on line numbers
 * @param firstNumber of the mutants of this file
 */
export function instrument(file, text, firstNumber = 1) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const mutants = [];
  const edits = [];
  const seen = new Map();
  let order = 0;

  const add = (node, kind) => {
    const start = node.getStart(source);
    const snippet = text.slice(start, node.end).replace(/\s+/g, ' ');
    const name = `${kind}: ${snippet.length > 120 ? `${snippet.slice(0, 117)}…` : snippet}`;
    const nth = (seen.get(name) ?? 0) + 1;
    seen.set(name, nth);
    const number = firstNumber + mutants.length;
    const line = source.getLineAndCharacterOfPosition(start).line + 1;
    mutants.push({ number, file, key: nth === 1 ? name : `${name} (${nth})`, line });
    return number;
  };
  const insert = (position, depth, side, inserted) =>
    edits.push({ position, remove: 0, inserted, depth, side, order: order++ });
  const wrap = (node, before, after, depth) => {
    insert(node.getStart(source), depth, 'before', before);
    insert(node.end, depth, 'after', after);
  };
  const replaceBy = (node, value, kind, depth) =>
    wrap(node, `(mutation(${add(node, kind)}) ? ${value} : (`, '))', depth);

  const visit = (node, depth) => {
    if (ts.isIfStatement(node)) replaceBy(node.expression, 'false', 'if (false)', depth);
    if (ts.isConditionalExpression(node)) {
      replaceBy(node.condition, 'true', 'condition is true', depth);
      replaceBy(node.condition, 'false', 'condition is false', depth + 0.5);
    }
    if (
      ts.isCallExpression(node) &&
      ts.isIdentifier(node.expression) &&
      ASSERTIONS.includes(node.expression.text)
    ) {
      replaceBy(node.arguments[0], 'true', 'no check', depth);
    }
    // In a block, so that an `else` after it stays with its own `if`.
    if (isCallStatement(node)) wrap(node, `{ if (!mutation(${add(node, 'no call')})) {`, '}}', depth);
    const result =
      ts.isReturnStatement(node) || ts.isArrowFunction(node) ? (node.expression ?? node.body) : undefined;
    if (result && isBoolean(result)) {
      replaceBy(result, 'true', 'result is true', depth);
      replaceBy(result, 'false', 'result is false', depth + 0.5);
    }
    if (ts.isBinaryExpression(node)) visitBinary(node, depth);
    if (
      ts.isPropertyAccessExpression(node) &&
      ts.isCallExpression(node.parent) &&
      node.parent.expression === node &&
      ts.isIdentifier(node.expression) &&
      node.expression.text === 'group' &&
      ARITHMETIC.has(node.name.text)
    ) {
      const other = ARITHMETIC.get(node.name.text);
      const number = add(node.parent, `${other} instead of ${node.name.text}`);
      const inserted = `[mutation(${number}) ? '${other}' : '${node.name.text}']`;
      const dot = node.name.getStart(source) - 1;
      edits.push({ position: dot, remove: node.end - dot, inserted, depth, side: 'before', order: order++ });
      visit(node.expression, depth + 1);
      return;
    }
    ts.forEachChild(node, (child) => visit(child, depth + 1));
  };
  const visitBinary = (node, depth) => {
    const operator = node.operatorToken.kind;
    const neutral = NEUTRAL.get(operator);
    if (neutral !== undefined) {
      for (const operand of [node.left, node.right]) {
        const isChain = ts.isBinaryExpression(operand) && operand.operatorToken.kind === operator;
        if (!isChain) replaceBy(operand, neutral, `operand is ${neutral}`, depth + 0.7);
      }
    }
    const boundary = BOUNDARIES.get(operator);
    if (boundary) {
      const number = add(node, `${boundary[1]} instead of ${boundary[0]}`);
      wrap(node, `mutation.compare(${number}, '${boundary[0]}', (`, '))', depth + 0.8);
      const at = node.operatorToken.getStart(source);
      edits.push({
        position: at,
        remove: node.operatorToken.end - at,
        inserted: '), (',
        depth,
        side: 'before',
        order: order++,
      });
    }
  };
  visit(source, 0);
  return { mutants, text: apply(text, edits) };
}

/** Applies edits. At one position, what an inner node ends with comes first, then what an outer node begins with. */
function apply(text, edits) {
  edits.sort((a, b) => {
    if (a.position !== b.position) return a.position - b.position;
    if (a.side !== b.side) return a.side === 'after' ? -1 : 1;
    return a.side === 'after'
      ? b.depth - a.depth || b.order - a.order
      : a.depth - b.depth || a.order - b.order;
  });
  let result = '';
  let at = 0;
  for (const { position, remove, inserted } of edits) {
    result += text.slice(at, position) + inserted;
    at = position + remove;
  }
  return result + text.slice(at);
}
