"""A page's template with all that it extends, includes and imports → one Python function."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from jinja2 import Environment, nodes
from jinja2.runtime import markup_join
from markupsafe import Markup

from generator.themes.compiling.bodies import Body, Statement, Writer
from generator.themes.compiling.expressions import Expressions
from generator.themes.compiling.scopes import (
    MacroRef,
    ModuleRef,
    Naming,
    Scope,
    Unsupported,
    Variable,
    assign,
    call,
)
from generator.themes.compiling.words import has_field, shown

Page = Callable[[Any], str]
Parse = Callable[[str], nodes.Template]  # the key of a template → its tree


class Compiler:
    """Compiles the templates of one theme. `known` are the names that all templates know, with their values."""

    def __init__(self, environment: Environment, parse: Parse, known: dict[str, Any]) -> None:
        self._environment = environment
        self._parse = parse
        self._naming = Naming()
        self._expressions = Expressions(environment, known)
        self._modules: dict[str, ModuleRef] = {}
        self._functions: list[ast.stmt] = []  # that are not compiled yet
        self._blocks: dict[str, list[tuple[nodes.Block, str]]] = {}
        self._above: list[tuple[str, int]] = []  # the blocks around what is being written: name, and which of them
        self._page_scope = Scope()
        self._globals: dict[str, Any] = {
            **known,
            "Markup": Markup,
            "shown_": shown,
            "has_field_": has_field,
            "markup_join_": markup_join,
            "filters_": environment.filters,
            "tests_": environment.tests,
            "environment_": environment,
            "eval_context_": nodes.EvalContext(environment),
            "context_": environment.context_class(environment, {}, None, {}),
            "macro_of_": self._macro_of,
        }

    def page(self, key: str) -> Page:
        """Return a function that gives the text of a page for its view, as `Template.render(page=view)` would.

        The function may raise whatever a template can do wrong; then it is for Jinja to tell where.

        Raises:
            Unsupported: some template does what is not understood here.
        """
        name = self._naming.new("page")
        self._functions = []
        known = dict(self._modules)
        try:
            self._functions.append(self._page(key, name))
        except Unsupported:
            self._modules = known
            raise
        tree = ast.Module(self._functions, [])
        ast.fix_missing_locations(tree)
        exec(compile(tree, f"<compiled {key}>", "exec"), self._globals)
        page = self._globals[name]
        assert callable(page)
        return page  # type: ignore[no-any-return]

    def _macro_of(self, key: str, name: str) -> Callable[..., str]:
        """Return a macro as Jinja knows it."""

        def run(*given: Any) -> str:
            return str(getattr(self._environment.get_template(key).module, name)(*given))

        return run

    # --- the page --------------------------------------------------------------------------------------------------

    def _page(self, key: str, name: str) -> ast.FunctionDef:
        self._page_scope = Scope(names={"page": Variable("page")})
        self._blocks = {}
        chain = self._chain(key)
        for each, tree in chain:
            for block in tree.find_all(nodes.Block):
                self._blocks.setdefault(block.name, []).append((block, each))
        body = Body()
        for each, tree in chain:
            is_outermost = each == chain[-1][0]
            writer = self._writer(each)
            for node in tree.body:
                if isinstance(node, nodes.Extends):
                    continue
                if is_outermost or isinstance(node, (nodes.Assign, nodes.Macro, nodes.Import, nodes.FromImport)):
                    writer.write([node], self._page_scope, body)
                elif not isinstance(node, (nodes.Output, nodes.Block)):
                    raise Unsupported("a statement outside of all blocks")
        return _function(name, ("page",), body)

    def _chain(self, key: str) -> list[tuple[str, nodes.Template]]:
        """Return a template and those that it extends, the outermost one last."""
        chain = []
        while True:
            tree = self._parse(key)
            chain.append((key, tree))
            extends = list(tree.find_all(nodes.Extends))
            if not extends:
                return chain
            if len(extends) > 1 or extends[0] not in tree.body:
                raise Unsupported("extends under a condition")
            before = tree.body[: tree.body.index(extends[0])]
            if any(isinstance(node, nodes.Output) for node in before):
                raise Unsupported("text before extends")
            key = self._find(extends[0].template, key)

    def _find(self, name: nodes.Expr, asking: str) -> str:
        if not isinstance(name, nodes.Const) or not isinstance(name.value, str):
            raise Unsupported("the name of a template that is worked out")
        return self._environment.join_path(name.value, asking)

    def _writer(self, key: str) -> Writer:
        """Return the writer for what stands in the template `key`."""

        def include(body: Body, node: nodes.Node, scope: Scope) -> None:
            assert isinstance(node, nodes.Include)
            if not node.with_context or node.ignore_missing:
                raise Unsupported("include of another kind")
            other = self._find(node.template, key)
            tree = self._parse(other)
            if list(tree.find_all((nodes.Extends, nodes.Block))):
                raise Unsupported("a page within a page")
            self._writer(other).write(tree.body, Scope(scope), body)

        others: dict[type[nodes.Node], Statement] = {
            nodes.Block: self._block,
            nodes.Call: self._super,
            nodes.Import: lambda _, node, scope: self._import(node, scope, key),
            nodes.FromImport: lambda _, node, scope: self._import(node, scope, key),
            nodes.Macro: self._inner_macro,
            nodes.Include: include,
        }
        return Writer(self._expressions, self._naming, others)

    def _block(self, body: Body, node: nodes.Node, scope: Scope) -> None:
        assert isinstance(node, nodes.Block)
        self._write_block(node.name, 0, scope if node.scoped else self._page_scope, body)

    def _write_block(self, name: str, which: int, scope: Scope, body: Body) -> None:
        block, key = self._blocks[name][which]
        self._above.append((name, which))
        self._writer(key).write(block.body, Scope(scope), body)
        self._above.pop()

    def _super(self, body: Body, node: nodes.Node, _: Scope) -> None:
        assert isinstance(node, nodes.Call)
        name, which = self._above[-1] if self._above else ("", 0)
        if node.args or node.kwargs or which + 1 >= len(self._blocks.get(name, ())):
            raise Unsupported("super")
        self._write_block(name, which + 1, self._page_scope, body)

    def _inner_macro(self, body: Body, node: nodes.Node, scope: Scope) -> None:
        """A macro of the page's own: a function within the page's."""
        assert isinstance(node, nodes.Macro)
        if scope is not self._page_scope:
            raise Unsupported("a macro within a block")
        macro = self._declare(node)
        body.flush()
        body.statements.append(self._macro(node, macro, scope, "page"))
        scope.names[node.name] = macro

    # --- files of macros -------------------------------------------------------------------------------------------

    def _import(self, node: nodes.Node, scope: Scope, asking: str) -> None:
        assert isinstance(node, (nodes.Import, nodes.FromImport))
        if node.with_context:
            raise Unsupported("import with context")
        module = self._module(self._find(node.template, asking))
        if isinstance(node, nodes.Import):
            scope.names[node.target] = module
            return
        for each in node.names:
            name, target = each if isinstance(each, tuple) else (each, each)
            if name not in module.macros:
                raise Unsupported(f"no macro {name}")
            scope.names[target] = module.macros[name]

    def _module(self, key: str) -> ModuleRef:
        if key in self._modules:
            return self._modules[key]
        tree = self._parse(key)
        scope = Scope()
        module = self._modules[key] = ModuleRef({})
        found = [node for node in tree.body if isinstance(node, nodes.Macro)]
        for node in found:
            scope.names[node.name] = module.macros[node.name] = self._declare(node)
        settings = Body()
        for statement in tree.body:
            if isinstance(statement, (nodes.Assign, nodes.Import, nodes.FromImport)):
                self._writer(key).write([statement], scope, settings)
            elif not isinstance(statement, (nodes.Macro, nodes.Output)):
                raise Unsupported("a file of macros does more than define them")
        self._functions += settings.statements
        for node in found:
            macro = module.macros[node.name]
            try:
                self._functions.append(self._macro(node, macro, scope, key))
            except Unsupported:  # this one is left to Jinja
                run = call("macro_of_", ast.Constant(key), ast.Constant(node.name))
                self._functions.append(assign(macro.python, run))
        return module

    def _declare(self, node: nodes.Macro) -> MacroRef:
        if not all(isinstance(default, nodes.Const) for default in node.defaults):
            raise Unsupported("a default that is worked out")
        parameters = tuple(parameter.name for parameter in node.args)
        return MacroRef(self._naming.new(f"macro_{node.name}"), parameters, tuple(node.defaults))

    def _macro(self, node: nodes.Macro, macro: MacroRef, scope: Scope, key: str) -> ast.FunctionDef:
        inner = Scope(scope)
        given = []
        for parameter in macro.parameters:
            python = self._naming.new(parameter)
            inner.names[parameter] = Variable(python)
            given.append(python)
        body = Body()
        self._writer(key).write(node.body, inner, body)
        return _function(macro.python, tuple(given), body)


def _function(name: str, parameters: tuple[str, ...], body: Body) -> ast.FunctionDef:
    arguments = ast.arguments([], [ast.arg(each) for each in parameters], None, [], [], None, [])
    return ast.FunctionDef(name, arguments, body.function(), [])
