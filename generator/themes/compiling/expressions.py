"""Expressions of templates → expressions of Python."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from jinja2 import nodes
from jinja2.utils import _PassArg

from generator.themes.compiling.scopes import (
    LoopRef,
    MacroRef,
    ModuleRef,
    Scope,
    Unsupported,
    Variable,
    call,
    load,
)

if TYPE_CHECKING:
    from jinja2 import Environment

_COMPARISONS: dict[str, type[ast.cmpop]] = {
    "eq": ast.Eq,
    "ne": ast.NotEq,
    "lt": ast.Lt,
    "lteq": ast.LtE,
    "gt": ast.Gt,
    "gteq": ast.GtE,
    "in": ast.In,
    "notin": ast.NotIn,
}
_BINARY: dict[type[nodes.BinExpr], type[ast.operator]] = {
    nodes.Add: ast.Add,
    nodes.Sub: ast.Sub,
    nodes.Mul: ast.Mult,
    nodes.Div: ast.Div,
    nodes.FloorDiv: ast.FloorDiv,
    nodes.Mod: ast.Mod,
    nodes.Pow: ast.Pow,
}
_GIVEN = {_PassArg.environment: "environment_", _PassArg.eval_context: "eval_context_", _PassArg.context: "context_"}
_PLAIN = (str, int, float, bool, type(None))


class Expressions:
    """Translates expressions. `known` are the names that every template knows, and whose values are at hand."""

    def __init__(self, environment: Environment, known: dict[str, Any]) -> None:
        self.environment = environment
        self.known = known

    def value(self, node: nodes.Node, scope: Scope) -> ast.expr:
        """Return the Python that gives the value of an expression.

        Raises:
            Unsupported: what it asks for is not understood here.
        """
        found = getattr(self, f"_{type(node).__name__.lower()}", None)
        if found is None:
            if isinstance(node, nodes.BinExpr):
                return self._binary(node, scope)
            raise Unsupported(type(node).__name__)
        result = found(node, scope)
        assert isinstance(result, ast.expr)
        return result

    def macro_call(self, node: nodes.Node, scope: Scope) -> ast.Call | None:
        """Return the call of a macro, which gives escaped text; None where the expression is no such call."""
        if not isinstance(node, nodes.Call):
            return None
        macro = self._macro(node.node, scope)
        if macro is None:
            return None
        if node.dyn_args is not None or node.dyn_kwargs is not None:
            raise Unsupported("a macro is called with * or **")
        named = {pair.key: pair.value for pair in node.kwargs}
        given: list[nodes.Node] = list(node.args)
        if len(given) > len(macro.parameters) or set(named) - set(macro.parameters[len(given) :]):
            raise Unsupported("a macro is called with what it does not take")
        first_default = len(macro.parameters) - len(macro.defaults)
        for at in range(len(given), len(macro.parameters)):
            if macro.parameters[at] in named:
                given.append(named[macro.parameters[at]])
            elif at >= first_default:
                given.append(macro.defaults[at - first_default])
            else:
                raise Unsupported("a macro is called without what it needs")
        return call(macro.python, *(self.value(each, scope) for each in given))

    def _macro(self, node: nodes.Node, scope: Scope) -> MacroRef | None:
        if isinstance(node, nodes.Name):
            found = scope.find(node.name)
            return found if isinstance(found, MacroRef) else None
        if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            module = scope.find(node.node.name)
            if isinstance(module, ModuleRef):
                if node.attr not in module.macros:
                    raise Unsupported(f"no macro {node.attr}")
                return module.macros[node.attr]
        return None

    # --- one method a kind of node ---------------------------------------------------------------------------------

    def _const(self, node: nodes.Const, _: Scope) -> ast.expr:
        if not isinstance(node.value, _PLAIN) or (isinstance(node.value, str) and type(node.value) is not str):
            raise Unsupported("a constant of another kind")
        return ast.Constant(node.value)

    def _name(self, node: nodes.Name, scope: Scope) -> ast.expr:
        found = scope.find(node.name)
        if isinstance(found, Variable):
            return load(found.python)
        if found is None and node.name in self.known:
            return load(node.name)
        raise Unsupported(f"the name {node.name}")

    def _getattr(self, node: nodes.Getattr, scope: Scope) -> ast.expr:
        if isinstance(node.node, nodes.Name):
            found = scope.find(node.node.name)
            if isinstance(found, LoopRef):
                return _of_loop(found, node.attr)
        return ast.Attribute(self.value(node.node, scope), node.attr, ast.Load())

    def _getitem(self, node: nodes.Getitem, scope: Scope) -> ast.expr:
        if isinstance(node.arg, nodes.Slice):
            ends = (node.arg.start, node.arg.stop, node.arg.step)
            lower, upper, step = (None if end is None else self.value(end, scope) for end in ends)
            return ast.Subscript(self.value(node.node, scope), ast.Slice(lower, upper, step), ast.Load())
        return ast.Subscript(self.value(node.node, scope), self.value(node.arg, scope), ast.Load())

    def _call(self, node: nodes.Call, scope: Scope) -> ast.expr:
        macro = self.macro_call(node, scope)
        if macro is not None:
            return call("Markup", macro)
        if node.dyn_args is not None or node.dyn_kwargs is not None:
            raise Unsupported("a call with * or **")
        if isinstance(node.node, nodes.Name):
            known = self.known.get(node.node.name)
            if scope.find(node.node.name) is None and callable(known) and _PassArg.from_obj(known):
                raise Unsupported("a function that wants the context")
        elif not isinstance(node.node, nodes.Getattr):
            raise Unsupported("a call of what is worked out")
        made = call(self.value(node.node, scope), *(self.value(each, scope) for each in node.args))
        made.keywords = [ast.keyword(pair.key, self.value(pair.value, scope)) for pair in node.kwargs]
        return made

    def _filter(self, node: nodes.Filter, scope: Scope) -> ast.expr:
        if node.node is None or node.dyn_args is not None or node.dyn_kwargs is not None:
            raise Unsupported("a filter of another kind")
        if node.name in ("default", "d"):
            raise Unsupported("default")
        subject = self.value(node.node, scope)
        if node.name in ("selectattr", "rejectattr") and len(node.args) == 1 and not node.kwargs:
            return self._by_attribute(node, subject)
        if node.name in ("length", "count"):
            return call("len", subject)
        if node.name == "list":
            return call("list", subject)
        return self._plugged("filters_", self.environment.filters, node, (subject, scope))

    def _by_attribute(self, node: nodes.Filter, subject: ast.expr) -> ast.expr:
        name = node.args[0]
        if not isinstance(name, nodes.Const) or not isinstance(name.value, str) or not name.value.isidentifier():
            raise Unsupported("the name of an attribute that is worked out")
        test: ast.expr = ast.Attribute(load("each_"), name.value, ast.Load())
        if node.name == "rejectattr":
            test = ast.UnaryOp(ast.Not(), test)
        loop = ast.comprehension(ast.Name("each_", ast.Store()), subject, [test], 0)
        return ast.GeneratorExp(load("each_"), [loop])

    def _test(self, node: nodes.Test, scope: Scope) -> ast.expr:
        if node.dyn_args is not None or node.dyn_kwargs is not None:
            raise Unsupported("a test of another kind")
        if node.name in ("defined", "undefined"):
            found = self._is_defined(node.node, scope)
            return found if node.name == "defined" else ast.UnaryOp(ast.Not(), found)
        return self._plugged("tests_", self.environment.tests, node, (self.value(node.node, scope), scope))

    def _is_defined(self, node: nodes.Node, scope: Scope) -> ast.expr:
        if isinstance(node, nodes.Name):
            return ast.Constant(scope.find(node.name) is not None or node.name in self.known)
        if isinstance(node, nodes.Getattr):
            return call("has_field_", self.value(node.node, scope), ast.Constant(node.attr))
        raise Unsupported("is defined")

    def _plugged(
        self, table: str, functions: Any, node: nodes.Filter | nodes.Test, subject: tuple[ast.expr, Scope]
    ) -> ast.expr:
        """Return the call of a filter or a test of Jinja's own."""
        if node.name not in functions:
            raise Unsupported(f"{node.name} is unknown")
        first = _PassArg.from_obj(functions[node.name])
        value, scope = subject
        given = [load(_GIVEN[first])] if first else []
        name = ast.Subscript(load(table), ast.Constant(node.name), ast.Load())
        made = call(name, *given, value, *(self.value(each, scope) for each in node.args))
        made.keywords = [ast.keyword(str(pair.key), self.value(pair.value, scope)) for pair in node.kwargs]
        return made

    def _condexpr(self, node: nodes.CondExpr, scope: Scope) -> ast.expr:
        if node.expr2 is None:
            raise Unsupported("if without else")
        parts = (self.value(each, scope) for each in (node.test, node.expr1, node.expr2))
        return ast.IfExp(*parts)

    def _concat(self, node: nodes.Concat, scope: Scope) -> ast.expr:
        return call("markup_join_", ast.Tuple([self.value(each, scope) for each in node.nodes], ast.Load()))

    def _compare(self, node: nodes.Compare, scope: Scope) -> ast.expr:
        operators: list[ast.cmpop] = [_COMPARISONS[operand.op]() for operand in node.ops]
        return ast.Compare(
            self.value(node.expr, scope), operators, [self.value(operand.expr, scope) for operand in node.ops]
        )

    def _and(self, node: nodes.And, scope: Scope) -> ast.expr:
        return ast.BoolOp(ast.And(), [self.value(node.left, scope), self.value(node.right, scope)])

    def _or(self, node: nodes.Or, scope: Scope) -> ast.expr:
        return ast.BoolOp(ast.Or(), [self.value(node.left, scope), self.value(node.right, scope)])

    def _not(self, node: nodes.Not, scope: Scope) -> ast.expr:
        return ast.UnaryOp(ast.Not(), self.value(node.node, scope))

    def _neg(self, node: nodes.Neg, scope: Scope) -> ast.expr:
        return ast.UnaryOp(ast.USub(), self.value(node.node, scope))

    def _pos(self, node: nodes.Pos, scope: Scope) -> ast.expr:
        return ast.UnaryOp(ast.UAdd(), self.value(node.node, scope))

    def _binary(self, node: nodes.BinExpr, scope: Scope) -> ast.expr:
        if type(node) not in _BINARY:
            raise Unsupported(type(node).__name__)
        return ast.BinOp(self.value(node.left, scope), _BINARY[type(node)](), self.value(node.right, scope))

    def _tuple(self, node: nodes.Tuple, scope: Scope) -> ast.expr:
        return ast.Tuple([self.value(each, scope) for each in node.items], ast.Load())

    def _list(self, node: nodes.List, scope: Scope) -> ast.expr:
        return ast.List([self.value(each, scope) for each in node.items], ast.Load())

    def _dict(self, node: nodes.Dict, scope: Scope) -> ast.expr:
        keys: list[ast.expr | None] = [self.value(pair.key, scope) for pair in node.items]
        return ast.Dict(keys, [self.value(pair.value, scope) for pair in node.items])


def _of_loop(loop: LoopRef, field: str) -> ast.expr:
    at, count = load(loop.at), load(loop.count)
    one = ast.Constant(1)
    made: dict[str, ast.expr] = {
        "index0": at,
        "index": ast.BinOp(at, ast.Add(), one),
        "length": count,
        "first": ast.Compare(at, [ast.Eq()], [ast.Constant(0)]),
        "last": ast.Compare(ast.BinOp(at, ast.Add(), one), [ast.Eq()], [count]),
        "revindex": ast.BinOp(count, ast.Sub(), at),
        "revindex0": ast.BinOp(ast.BinOp(count, ast.Sub(), at), ast.Sub(), one),
    }
    if field not in made:
        raise Unsupported(f"loop.{field}")
    return made[field]
