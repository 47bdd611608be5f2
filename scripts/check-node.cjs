// Ends the process with one sentence if this version of Node cannot run the project. package.json says which can.
//
// Every Node parses this file, also one that does not know the other files' syntax: it is plain ECMAScript 5, loaded
// first (`node -r`). So is what it prints.
'use strict';

var readFileSync = require('fs').readFileSync;
var join = require('path').join;

var root = join(__dirname, '..');

function numbers(version) {
  return version.replace(/-.*/, '').split('.').map(Number);
}

/** The versions of a range such as `^20.19.5 || >=24.0.0`, each `{ minimum, isMajor }`: only this major, or all after. */
function alternatives(range) {
  return range.split(' || ').map(function (text) {
    return { minimum: text.replace(/^(\^|>=)/, ''), isMajor: text.charAt(0) === '^' };
  });
}

function isAtLeast(version, minimum) {
  for (var i = 0; i < 3; i++) {
    if (version[i] !== minimum[i]) return version[i] > minimum[i];
  }
  return true;
}

function allows(range, version) {
  var actual = numbers(version);
  return alternatives(range).some(function (one) {
    var minimum = numbers(one.minimum);
    return isAtLeast(actual, minimum) && (!one.isMajor || actual[0] === minimum[0]);
  });
}

/** A range in words: "20.19.5 or later of Node 20, or 24.0.0 or later". */
function describe(range) {
  var words = alternatives(range).map(function (one) {
    return one.minimum + ' or later' + (one.isMajor ? ' of Node ' + numbers(one.minimum)[0] : '');
  });
  return words.length === 1 ? words[0] : words.slice(0, -1).join(', ') + ', or ' + words[words.length - 1];
}

/** What is wrong with a version of Node; undefined if it can run the project. */
function problemOf(version) {
  var range = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines.node;
  if (allows(range, version)) return undefined;
  var recommended = readFileSync(join(root, '.nvmrc'), 'utf8').trim();
  return (
    'zk-income needs Node ' +
    describe(range) +
    '. This is Node ' +
    version +
    '. Install Node ' +
    recommended +
    ' (with nvm: `nvm install ' +
    recommended +
    '`) and run the command again.'
  );
}

module.exports = { problemOf: problemOf };

var problem = problemOf(process.versions.node);
if (problem !== undefined) {
  console.error(problem);
  process.exit(1);
}
