"""The commands and their options. Each body imports what it needs: `--help` must answer at once."""

from __future__ import annotations

from pathlib import Path

import click

from generator import __version__


def _name_files_from(context: click.Context, parameter: click.Parameter, site: Path) -> Path:
    """Let messages show lines of the files of this site."""
    from generator.cli.report import SITE_OF_MESSAGES

    SITE_OF_MESSAGES.set(site)
    return site


SITE = click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    callback=_name_files_from,
    metavar="DIR",
    help="The folder of the site, with site.yaml in it.  [default: here]",
)
OUTPUT = click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where the pages go.  [default: as site.yaml says, else public/]",
)
FORMAT = click.option("--format", "format_name", metavar="NAME", help="Read the dumps in this format, do not guess it.")
QUIET = click.option("--quiet", is_flag=True, help="Say nothing but what is wrong.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs, one line an object.")
DUMPS = click.argument("dumps", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="DUMP...")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="disputatio")
def disputatio() -> None:
    """Turn the dump of a debate into its definitive edition.

    \b
    disputatio init my-archive          a site to start from
    disputatio serve --site my-archive  look at it while you work
    """


@disputatio.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def init(folder: Path) -> int:
    """Scaffold a site in DIR: site.yaml, content/, a sample thread."""
    from shlex import quote

    from generator.cli.report import say
    from generator.scaffold import create_site

    create_site(folder)
    say(f"A site with the sample archive is in {folder}. To see it:\n    disputatio serve --site {quote(str(folder))}")
    return 0


@disputatio.command("import")
@DUMPS
@SITE
@FORMAT
def import_(dumps: tuple[Path, ...], site: Path, format_name: str | None) -> int:
    """Copy DUMPs into the site and say what was understood."""
    from generator.cli.intake import take_in

    return take_in(dumps, site, format_name)


@disputatio.command()
@SITE
@OUTPUT
@click.option("--engine", metavar="WHICH", help="local, local:N (N processes), or spark:URL.")
@click.option("--strict", is_flag=True, help="Exit with 1 where there was any problem.")
@click.option("--clean", is_flag=True, help="Forget the cache and render every page anew.")
@JSON
@QUIET
def build(
    site: Path, output: Path | None, engine: str | None, strict: bool, clean: bool, as_json: bool, quiet: bool
) -> int:
    """Build the site."""
    from generator.cli.building import Told, build_site

    return build_site(site, output, engine=engine, strict=strict, clean=clean, told=Told(as_json, quiet))


@disputatio.command()
@SITE
@OUTPUT
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free port.")
@click.option("--review", is_flag=True, help="Add a page of doubts, with answers that a click writes down.")
def serve(site: Path, output: Path | None, port: int, review: bool) -> int:
    """Show the site on this machine and follow every change."""
    from generator.cli.previewing import preview_site

    return preview_site(site, output, port, has_review=review)


@disputatio.command()
@SITE
@JSON
@click.option("--strict", is_flag=True, help="Exit with 1 where there was any problem; doubts are none.")
@QUIET
def check(site: Path, as_json: bool, strict: bool, quiet: bool) -> int:
    """List every problem and every doubtful guess, with the line that settles it."""
    from generator.cli.checking import check_site

    return check_site(site, as_json=as_json, strict=strict, quiet=quiet)


@disputatio.command()
@DUMPS
@FORMAT
@JSON
def inspect(dumps: tuple[Path, ...], format_name: str | None, as_json: bool) -> int:
    """Show what the program sees in DUMPs, without building a site."""
    from generator.cli.inspecting import inspect_dumps

    return inspect_dumps(dumps, format_name, as_json=as_json)


@disputatio.command()
@click.argument("format_name", metavar="FORMAT")
@SITE
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Where it goes.  [default: here: archive.jsonl, csv/ ...]",
)
def export(format_name: str, site: Path, output: Path | None) -> int:
    """Write the archive as a data set.

    FORMAT is jsonl, convokit, csv, sqlite, parquet, mbox, annotations, graphml, argdown, or the name of an export that
    is installed beside the program. docs/datasets.md tells what each one holds.
    """
    from generator.cli.exporting import export_site

    return export_site(format_name, site, output)


@disputatio.command()
@click.argument("codes", nargs=-1, required=True, metavar="CODE...")
def explain(codes: tuple[str, ...]) -> int:
    """Say what the CODE of a message means and what to do."""
    from generator.cli.explaining import explain_codes

    return explain_codes(codes)


@disputatio.group()
def theme() -> None:
    """See which themes there are, and begin one of your own."""


@theme.command("list")
@SITE
def list_(site: Path) -> int:
    """List the themes that the site can name, each with its options; a star marks the one in use."""
    from generator.cli.theming import show_themes

    return show_themes(site)


@theme.command()
@click.argument("name", metavar="NAME")
@SITE
@click.option("--extends", default="disputatio", show_default=True, metavar="THEME", help="What it builds on.")
def new(name: str, site: Path, extends: str) -> int:
    """Write a theme into the site's themes/ that changes one thing of each kind."""
    from generator.cli.theming import new_theme

    return new_theme(name, site, extends)


@theme.command()
@click.argument("tag", metavar="LANGUAGE")
@SITE
@click.option("--theme", "name", metavar="THEME", help="One of the site's own.  [default: the one in use]")
def strings(tag: str, site: Path, name: str | None) -> int:
    """Write the words of the edition into the theme's strings/, to be translated or changed; renew what is there."""
    from generator.cli.theming import write_strings

    return write_strings(tag, site, name)


@disputatio.command()
@SITE
@JSON
def stats(site: Path, as_json: bool) -> int:
    """Show the archive in numbers."""
    from generator.cli.counting import show_statistics

    return show_statistics(site, as_json=as_json)


@disputatio.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]), metavar="bash|zsh|fish")
def completion(shell: str) -> int:
    """Print the lines that let a shell complete commands and options.

    \b
    disputatio completion bash >> ~/.bashrc
    disputatio completion zsh >> ~/.zshrc
    disputatio completion fish > ~/.config/fish/completions/disputatio.fish
    """
    from generator.cli.completion import print_completion

    return print_completion(disputatio, shell)


@disputatio.group()
def topics() -> None:
    """Find what the index by topics may still want."""


@topics.command()
@SITE
@JSON
@click.option("--limit", type=click.IntRange(1, 1000), default=30, show_default=True, help="How many, at most.")
def suggest(site: Path, as_json: bool, limit: int) -> int:
    """Print phrases that may be topics, as lines to paste into content/topics.yaml."""
    from generator.cli.suggesting import show_suggestions

    return show_suggestions(site, limit, as_json=as_json)


@disputatio.group(invoke_without_command=True)
@SITE
@JSON
@click.option("--strict", is_flag=True, help="Exit with 1 where a published address leads to nothing.")
@click.pass_context
def permalinks(context: click.Context, site: Path, as_json: bool, strict: bool) -> int:
    """Keep the addresses that were published: which are held, and which would break."""
    from generator.cli.holding import show_standing

    context.obj = site
    return 0 if context.invoked_subcommand else show_standing(site, as_json=as_json, strict=strict)


@permalinks.command()
@click.pass_obj
def keep(site: Path) -> int:
    """Hold all addresses of the archive as it is now. Run it before you publish."""
    from generator.cli import holding

    return holding.keep(site)


@permalinks.command()
@click.pass_obj
def follow(site: Path) -> int:
    """Lead the addresses that broke to where their words are now."""
    from generator.cli import holding

    return holding.follow(site)


@permalinks.command()
@click.argument("old")
@click.argument("new")
@click.pass_obj
def move(site: Path, old: str, new: str) -> int:
    """Lead the address OLD to the address NEW."""
    from generator.cli import holding

    return holding.move(site, old, new)


@permalinks.command()
@click.argument("addresses", nargs=-1, metavar="[ADDRESS...]")
@click.pass_obj
def retire(site: Path, addresses: tuple[str, ...]) -> int:
    """Let the addresses that broke rest (all, or those named): a tombstone stays there."""
    from generator.cli import holding

    return holding.retire(site, addresses)


@disputatio.command()
@SITE
@OUTPUT
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False), metavar="[FILE]", required=False)
def pack(site: Path, output: Path | None, target: Path | None) -> int:
    """Put the built site into one ZIP file, which can be read without a server.

    FILE is the name of the site's folder with .zip behind it where none is given.
    """
    from generator.cli.packing import pack_site

    return pack_site(site, output, target)
