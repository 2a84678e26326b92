<#-- Template of THIRD-PARTY.txt. The list is sorted and has no date, so that it changes with the dependencies only. -->
Libraries in this plugin and their licences
===========================================

Where a JAR carries its licence's text, that text is META-INF/LICENSE* or LICENSE in it. The texts of the others are in the folder
licenses beside this file. The rest of this folder is msk-cdc's own, under the Apache License 2.0 (file LICENSE).

<#list dependencyMap as e>
<#assign project = e.getKey()/>
${project.groupId}:${project.artifactId}:${project.version}
  ${e.getValue()?join(", ")}<#if project.url??>, ${project.url}</#if>
</#list>
