package io.mskcdc.cli.completion;

import java.nio.file.Path;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A completion script made from the commands. The names of connectors and environments are looked
 * up in the bundle's folder when Tab is pressed, without starting Java.
 */
final class CompletionScript {
  private static final String HEAD =
      """
      # Completes mskcdc, in bash and in zsh.
      if [ -n "${ZSH_VERSION:-}" ]; then
        autoload -U +X compinit && compinit
        autoload -U +X bashcompinit && bashcompinit
      fi

      _mskcdc() {
        local configs=%s word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
        local command="" words="" i
        for ((i = 1; i < COMP_CWORD; i++)); do
          case ${COMP_WORDS[i]} in
            -*) ;;
            *) command=${COMP_WORDS[i]}; break ;;
          esac
        done
        case $previous in
          --env) words=$(cd "$configs/environments" 2>/dev/null && printf '%%s\\n' */ | tr -d /) ;;
          -o | --output) words="text json markdown" ;;
          --configs | --save | --plan | --offsets-dir)
            mapfile -t COMPREPLY < <(compgen -f -- "$word")
            return
            ;;
          *)
            case $command in
      """;

  private static final String TAIL =
      """
              *) words=%s ;;
            esac
            ;;
        esac
        COMPREPLY=()
        while IFS= read -r i; do COMPREPLY+=("$i"); done < <(compgen -W "$words" -- "$word")
      }
      complete -F _mskcdc mskcdc
      """;

  private CompletionScript() {}

  /** Returns the script for a command and the folder of a bundle. */
  static String of(CommandSpec root, Path configs) {
    StringBuilder script = new StringBuilder(HEAD.formatted(quoted(configs.toString())));
    for (CommandLine command :
        new TreeSet<>(root.subcommands().keySet()).stream().map(root.subcommands()::get).toList()) {
      CommandSpec spec = command.getCommandSpec();
      TreeSet<String> words = new TreeSet<>(spec.optionsMap().keySet());
      words.addAll(spec.subcommands().keySet());
      script.append("        ").append(spec.name()).append(")\n");
      script.append("          words=").append(quoted(String.join(" ", words))).append('\n');
      if (!spec.positionalParameters().isEmpty()) {
        script.append(
            """
                      words+=" $(cd "$configs" 2>/dev/null && printf '%s\\n' *.json | sed 's/\\.json$//')"
            """);
      }
      script.append("          ;;\n");
    }
    TreeSet<String> words = new TreeSet<>(root.optionsMap().keySet());
    words.addAll(root.subcommands().keySet());
    return script.append(TAIL.formatted(quoted(String.join(" ", words)))).toString();
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
