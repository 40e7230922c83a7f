"""Statements of templates → the body of a Python function that returns the text."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from jinja2 import nodes

from generator.themes.compiling.expressions import Expressions
from generator.themes.compiling.scopes import (
    LoopRef,
    Naming,
    Scope,
    Unsupported,
    Variable,
    assign,
    call,
    load,
    store,
)
from generator.themes.compiling.words import shown

Statement = Callable[["Body", nodes.Node, Scope], None]


@dataclass(slots=True)
class Body:
    """A run of output: `pieces` that make one text, behind the statements that come before them.

    Without a statement, a body is a single expression; that is what most macros become, and it is the fastest.
    """

    statements: list[ast.stmt] = field(default_factory=list)
    pieces: list[ast.expr] = field(default_factory=list)

    def text(self, words: str) -> None:
        if not words:
            return
        last = self.pieces[-1] if self.pieces else None
        if isinstance(last, ast.Constant):
            self.pieces[-1] = ast.Constant(str(last.value) + words)
        else:
            self.pieces.append(ast.Constant(words))

    def add(self, piece: ast.expr) -> None:
        """Add an expression that gives escaped text."""
        if isinstance(piece, ast.Constant):
            self.text(str(piece.value))
        elif isinstance(piece, ast.JoinedStr):
            for value in piece.values:
                if isinstance(value, ast.FormattedValue):
                    self.pieces.append(value.value)
                elif isinstance(value, ast.Constant):
                    self.text(str(value.value))
        else:
            self.pieces.append(piece)

    def expression(self) -> ast.expr:
        """Return all pieces as one text."""
        if not self.pieces:
            return ast.Constant("")
        if len(self.pieces) == 1:
            return self.pieces[0]
        values: list[ast.expr] = [
            piece if isinstance(piece, ast.Constant) else ast.FormattedValue(piece, -1, None) for piece in self.pieces
        ]
        return ast.JoinedStr(values)

    def flush(self) -> None:
        if self.pieces:
            self.statements.append(ast.Expr(call("write_", self.expression())))
            self.pieces = []

    def function(self) -> list[ast.stmt]:
        """Return the body of a function that gives the text."""
        if not self.statements:
            return [ast.Return(self.expression())]
        self.flush()
        begin: list[ast.stmt] = [
            assign("out_", ast.List([], ast.Load())),
            assign("write_", ast.Attribute(load("out_"), "append", ast.Load())),
        ]
        end = ast.Return(call(ast.Attribute(ast.Constant(""), "join", ast.Load()), load("out_")))
        return [*begin, *self.statements, end]

    def block(self) -> list[ast.stmt]:
        """Return statements that write the text."""
        self.flush()
        return self.statements or [ast.Pass()]


class Writer:
    """Turns statements into bodies. `others` are statements that only a page or a file of macros may have."""

    def __init__(self, expressions: Expressions, naming: Naming, others: dict[type[nodes.Node], Statement]) -> None:
        self.expressions = expressions
        self.naming = naming
        self._others = others
        self._depth = 0  # of conditions around what is being written

    def write(self, found: Sequence[nodes.Node], scope: Scope, body: Body) -> None:
        for node in found:
            if isinstance(node, nodes.Output):
                for part in node.nodes:
                    self._output(part, scope, body)
            elif isinstance(node, nodes.If):
                self._if(node, scope, body)
            elif isinstance(node, nodes.For):
                self._for(node, scope, body)
            elif isinstance(node, (nodes.Assign, nodes.AssignBlock)):
                self._assign(node, scope, body)
            elif isinstance(node, nodes.With):
                self._with(node, scope, body)
            elif isinstance(node, nodes.Scope):
                self.write(node.body, Scope(scope), body)
            elif type(node) in self._others:
                self._others[type(node)](body, node, scope)
            else:
                raise Unsupported(type(node).__name__)

    def _output(self, node: nodes.Node, scope: Scope, body: Body) -> None:
        if isinstance(node, nodes.TemplateData):
            body.text(node.data)
            return
        is_super = isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name == "super"
        if is_super and nodes.Call in self._others:
            self._others[nodes.Call](body, node, scope)
        else:
            body.add(self.shown(node, scope))

    def shown(self, node: nodes.Node, scope: Scope) -> ast.expr:
        """Return the Python that gives an expression's value as escaped text."""
        if isinstance(node, nodes.Const):
            self.expressions.value(node, scope)
            return ast.Constant(shown(node.value))
        if isinstance(node, nodes.CondExpr) and node.expr2 is not None:
            test = self.expressions.value(node.test, scope)
            return ast.IfExp(test, self.shown(node.expr1, scope), self.shown(node.expr2, scope))
        if isinstance(node, nodes.Concat):
            joined = Body()
            for each in node.nodes:
                joined.add(self.shown(each, scope))
            return joined.expression()
        macro = self.expressions.macro_call(node, scope)
        return macro if macro is not None else call("shown_", self.expressions.value(node, scope))

    # --- statements ------------------------------------------------------------------------------------------------

    def _if(self, node: nodes.If, scope: Scope, body: Body) -> None:
        branches = [(node.test, node.body), *((other.test, other.body) for other in node.elif_)]
        otherwise: Sequence[nodes.Node] = node.else_
        made = [(self.expressions.value(test, scope), self._branch(inner, scope)) for test, inner in branches]
        last = self._branch(otherwise, scope)
        if not last.statements and not any(inner.statements for _, inner in made):
            chosen = last.expression()
            for test, inner in reversed(made):
                chosen = ast.IfExp(test, inner.expression(), chosen)
            body.add(chosen)
            return
        body.flush()
        rest = last.block() if last.statements or last.pieces else []
        for test, inner in reversed(made):
            rest = [ast.If(test, inner.block(), rest)]
        body.statements += rest

    def _branch(self, found: Sequence[nodes.Node], scope: Scope) -> Body:
        inner = Body()
        self._depth += 1
        self.write(found, scope, inner)
        self._depth -= 1
        return inner

    def _for(self, node: nodes.For, scope: Scope, body: Body) -> None:
        if node.recursive:
            raise Unsupported("a recursive loop")
        items = self.expressions.value(node.iter, scope)
        inner_scope = Scope(scope)
        target = self._target(node.target, inner_scope)
        if node.test is not None:
            kept = ast.comprehension(target, items, [self.expressions.value(node.test, inner_scope)], 0)
            items = ast.ListComp(_as_load(target), [kept])
        uses_loop = any(name.name == "loop" for part in node.body for name in part.find_all(nodes.Name))
        is_counted = uses_loop or bool(node.else_)
        at, count = self.naming.new("at"), self.naming.new("count")
        inner_scope.names["loop"] = LoopRef(at, count)
        inner, depth = Body(), self._depth
        self._depth = 0
        self.write(node.body, inner_scope, inner)
        self._depth = depth
        if not is_counted and not inner.statements:
            loop = ast.comprehension(target, items, [], 0)
            body.add(
                call(ast.Attribute(ast.Constant(""), "join", ast.Load()), ast.ListComp(inner.expression(), [loop]))
            )
            return
        body.flush()
        if is_counted:
            held = self.naming.new("items")
            body.statements += [assign(held, call("list", items)), assign(count, call("len", load(held)))]
            target = ast.Tuple([store(at), target], ast.Store())
            items = call("enumerate", load(held))
        body.statements.append(ast.For(target, items, inner.block(), []))
        if node.else_:
            nothing = self._branch(node.else_, Scope(scope))
            body.statements.append(ast.If(ast.UnaryOp(ast.Not(), load(count)), nothing.block(), []))

    def _target(self, node: nodes.Node, scope: Scope) -> ast.expr:
        if isinstance(node, nodes.Name):
            python = self.naming.new(node.name)
            scope.names[node.name] = Variable(python)
            return store(python)
        if isinstance(node, nodes.Tuple):
            return ast.Tuple([self._target(item, scope) for item in node.items], ast.Store())
        raise Unsupported("a target of another kind")

    def _assign(self, node: nodes.Assign | nodes.AssignBlock, scope: Scope, body: Body) -> None:
        value: ast.expr
        if isinstance(node, nodes.AssignBlock):
            inner = Body()
            self.write(node.body, Scope(scope), inner)
            if inner.statements or node.filter is not None:
                raise Unsupported("a block that is kept")
            value = call("Markup", inner.expression())
        else:
            value = self.expressions.value(node.node, scope)
        if isinstance(node.target, nodes.NSRef):
            holder = self.expressions.value(nodes.Name(node.target.name, "load"), scope)
            body.flush()
            field_ = ast.Subscript(holder, ast.Constant(node.target.attr), ast.Store())
            body.statements.append(ast.Assign([field_], value))
            return
        if not isinstance(node.target, nodes.Name):
            raise Unsupported("several names are set at once")
        name = node.target.name
        known = scope.names.get(name)
        if self._depth and not isinstance(known, Variable):
            raise Unsupported("a name is set under a condition")
        python = known.python if isinstance(known, Variable) else self.naming.new(name)
        body.flush()
        body.statements.append(assign(python, value))
        scope.names[name] = Variable(python)

    def _with(self, node: nodes.With, scope: Scope, body: Body) -> None:
        inner = Scope(scope)
        body.flush()
        for target, value in zip(node.targets, node.values, strict=True):
            given = self.expressions.value(value, scope)
            body.statements.append(ast.Assign([self._target(target, inner)], given))
        self.write(node.body, inner, body)


def _as_load(target: ast.expr) -> ast.expr:
    if isinstance(target, ast.Name):
        return load(target.id)
    assert isinstance(target, ast.Tuple)
    return ast.Tuple([_as_load(each) for each in target.elts], ast.Load())
