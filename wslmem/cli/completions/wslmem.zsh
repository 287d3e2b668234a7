#compdef wslmem
# zsh completion of wslmem:  source <(wslmem completion zsh)
# or, in a folder of $fpath:  wslmem completion zsh > _wslmem
_wslmem() {
    local line others=none
    local -a values told open open_told
    for line in "${(@f)$("${(Q)words[1]/#\~/$HOME}" __complete "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2> /dev/null)}"; do
        case $line in
            :*) others=${line#:} ;;
            *=$'\t'*) open+=("${line%%$'\t'*}") open_told+=("${line/$'\t'/  }") ;;
            *) values+=("${line%%$'\t'*}") told+=("${line/$'\t'/  }") ;;
        esac
    done
    (( ${#values} )) && compadd -l -d told -a values
    (( ${#open} )) && compadd -S '' -l -d open_told -a open
    [[ $PREFIX == --*=* ]] && compset -P '*='
    case $others in
        files) _files ;;
        folders) _files -/ ;;
        commands) _command_names ;;
    esac
    (( ${#values} + ${#open} )) || [[ $others != none ]]
}
if [[ ${funcstack[1]} == _wslmem ]]; then
    _wslmem "$@"
else
    (( ${+functions[compdef]} )) || { autoload -Uz compinit && compinit }
    compdef _wslmem wslmem
fi
