<?xml version="1.0" encoding="UTF-8"?>
<!-- Charts for every readable form. A template `NAME-chart` gives the request for
     a picture, an element of urn:auditor:chart:1 that carries its own text
     alternative, or nothing where there is too little to draw; `NAME-caption`
     says what the picture shows, and where its numbers stand.

     On paper charts.fo.xsl places them. An HTML stylesheet imports this file,
     binds ch to urn:auditor:chart:1, and writes

       <xsl:variable name="chart"><xsl:call-template name="quality-chart"/></xsl:variable>
       <xsl:choose>
         <xsl:when test="exsl:node-set($chart)/ch:*">
           <figure><xsl:copy-of select="ch:draw(exsl:node-set($chart)/ch:*)"/>
             <figcaption>Figure 1. <xsl:call-template name="quality-caption"/></figcaption></figure>
         </xsl:when>
         <xsl:otherwise><p><xsl:call-template name="quality-none"/></p></xsl:otherwise>
       </xsl:choose>

     The svg has role="img" and aria-label, a white ground is assumed, and its
     width and height are in points: let CSS say max-width: 100%; height: auto.

     The kinds, and what they are given (lengths in points, numbers as plain
     decimals, "" where there is none):
       ch:scatter  lang width height alt x-title y-title
         ch:point    x y label front="yes" strong="yes"
       ch:bars     lang width height (0: as needed) alt
         ch:legend   kind label
         ch:bar      label; in it ch:part kind (an outcome) n
       ch:spark    lang width height alt
         ch:value    v
       ch:interval lang width alt x-title margin-title
         ch:row      label sub low point high margin kind (an answer) verdict -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:ch="urn:auditor:chart:1">

  <!-- More than these, and a chart tells less than its table. -->
  <xsl:variable name="drawn-most" select="24"/>

  <xsl:variable name="sizes" select="/*/*[local-name() = 'options']/*"/>
  <xsl:variable name="drawn" select="$sizes[@quality != ''][@energy != '']"/>

  <xsl:template name="chart-label">
    <xsl:attribute name="label">
      <xsl:call-template name="word"><xsl:with-param name="text" select="@label"/></xsl:call-template>
    </xsl:attribute>
  </xsl:template>

  <!-- Quality against energy, one mark an option. -->

  <xsl:template name="quality-chart">
    <xsl:param name="width" select="226"/>
    <xsl:param name="height" select="150"/>
    <xsl:if test="count($drawn) &gt; 1 and count($drawn) &lt;= $drawn-most">
      <ch:scatter lang="{$lang}" width="{$width}" height="{$height}"
          x-title="{$S[../@id = 'chart.energy']}" y-title="{$S[../@id = 'chart.quality']}">
        <xsl:attribute name="alt"><xsl:call-template name="quality-words"/></xsl:attribute>
        <xsl:for-each select="$drawn">
          <ch:point x="{@energy}" y="{@quality}" front="{@front}">
            <xsl:call-template name="chart-label"/>
            <xsl:if test="@audited = 'yes' or @id = /*/*[local-name() = 'choice']/@option">
              <xsl:attribute name="strong">yes</xsl:attribute>
            </xsl:if>
          </ch:point>
        </xsl:for-each>
      </ch:scatter>
    </xsl:if>
  </xsl:template>

  <xsl:template name="quality-words">
    <xsl:value-of select="concat($S[../@id = 'chart.quality.alt'], ' ')"/>
    <xsl:for-each select="$drawn">
      <xsl:if test="position() &gt; 1"><xsl:value-of select="$semicolon"/></xsl:if>
      <xsl:call-template name="word"><xsl:with-param name="text" select="@label"/></xsl:call-template>
      <xsl:value-of select="concat($colon, ' ')"/>
      <xsl:call-template name="decimal"><xsl:with-param name="value" select="@quality"/></xsl:call-template>
      <xsl:value-of select="concat(' ', $S[../@id = 'chart.for'], ' ')"/>
      <xsl:call-template name="count"><xsl:with-param name="value" select="@energy"/></xsl:call-template>
      <xsl:text>&#xA0;J</xsl:text>
      <xsl:if test="@front = 'yes'"><xsl:value-of select="concat(', ', $S[../@id = 'chart.on-front'])"/></xsl:if>
    </xsl:for-each>
    <xsl:text>.</xsl:text>
  </xsl:template>

  <xsl:variable name="semicolon">
    <xsl:choose>
      <xsl:when test="$lang = 'fr'">&#x202F;; </xsl:when>
      <xsl:otherwise>; </xsl:otherwise>
    </xsl:choose>
  </xsl:variable>

  <xsl:template name="quality-caption">
    <xsl:value-of select="$S[../@id = 'chart.quality.caption']"/>
    <xsl:if test="count($drawn) &lt; count($sizes)">
      <xsl:value-of select="concat(' ', $S[../@id = 'chart.quality.missing'], ' ')"/>
      <xsl:for-each select="$sizes[@quality = '' or @energy = '']">
        <xsl:if test="position() &gt; 1">, </xsl:if>
        <xsl:call-template name="word"><xsl:with-param name="text" select="@label"/></xsl:call-template>
      </xsl:for-each>
      <xsl:text>.</xsl:text>
    </xsl:if>
  </xsl:template>

  <!-- Why there is no such chart. Documents of before the mean was signed
       have none, and say nothing of it. -->
  <xsl:template name="quality-none">
    <xsl:choose>
      <xsl:when test="not($sizes/@quality)"/>
      <xsl:when test="count($sizes) = 1"><xsl:value-of select="$S[../@id = 'chart.quality.one']"/></xsl:when>
      <xsl:when test="count($drawn) &gt; $drawn-most"><xsl:value-of select="$S[../@id = 'chart.quality.many']"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$S[../@id = 'chart.quality.none']"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Findings: by theme in a dossier, by option in a comparison. Rules that do
       not apply are left out, or they would fill the picture. -->

  <xsl:variable name="stacked" select="$S[../@id = 'outcome.pass'] | $S[../@id = 'outcome.attested']
      | $S[../@id = 'outcome.waived'] | $S[../@id = 'outcome.unknown'] | $S[../@id = 'outcome.fail']
      | $S[../@id = 'outcome.not-yet-applicable']"/>

  <xsl:template name="findings-chart">
    <xsl:param name="width" select="226"/>
    <xsl:param name="height" select="150"/>
    <xsl:variable name="themes" select="/*/*[local-name() = 'verdict']/*[local-name() = 'theme']"/>
    <xsl:if test="count($sizes) &lt;= $drawn-most or $themes">
      <ch:bars lang="{$lang}" width="{$width}" height="{$height}">
        <xsl:attribute name="alt"><xsl:call-template name="findings-words"/></xsl:attribute>
        <xsl:call-template name="findings-legend"><xsl:with-param name="outcome" select="'pass'"/></xsl:call-template>
        <xsl:call-template name="findings-legend"><xsl:with-param name="outcome" select="'attested'"/></xsl:call-template>
        <xsl:call-template name="findings-legend"><xsl:with-param name="outcome" select="'waived'"/></xsl:call-template>
        <xsl:call-template name="findings-legend"><xsl:with-param name="outcome" select="'unknown'"/></xsl:call-template>
        <xsl:call-template name="findings-legend"><xsl:with-param name="outcome" select="'fail'"/></xsl:call-template>
        <xsl:call-template name="findings-legend"><xsl:with-param name="outcome" select="'not-yet-applicable'"/></xsl:call-template>
        <xsl:for-each select="$themes | $sizes[*[local-name() = 'count']]">
          <ch:bar>
            <xsl:call-template name="findings-name"/>
            <xsl:call-template name="findings-part"><xsl:with-param name="outcome" select="'pass'"/></xsl:call-template>
            <xsl:call-template name="findings-part"><xsl:with-param name="outcome" select="'attested'"/></xsl:call-template>
            <xsl:call-template name="findings-part"><xsl:with-param name="outcome" select="'waived'"/></xsl:call-template>
            <xsl:call-template name="findings-part"><xsl:with-param name="outcome" select="'unknown'"/></xsl:call-template>
            <xsl:call-template name="findings-part"><xsl:with-param name="outcome" select="'fail'"/></xsl:call-template>
            <xsl:call-template name="findings-part"><xsl:with-param name="outcome" select="'not-yet-applicable'"/></xsl:call-template>
          </ch:bar>
        </xsl:for-each>
      </ch:bars>
    </xsl:if>
  </xsl:template>

  <xsl:template name="findings-legend">
    <xsl:param name="outcome"/>
    <xsl:if test="/*/*[local-name() = 'verdict']/*[local-name() = 'theme']/@*[local-name() = $outcome] &gt; 0
        or $sizes/*[local-name() = 'count'][@outcome = $outcome]/@n &gt; 0">
      <ch:legend kind="{$outcome}" label="{$S[../@id = concat('outcome.', $outcome)]}"/>
    </xsl:if>
  </xsl:template>

  <xsl:template name="findings-name">
    <xsl:choose>
      <xsl:when test="@name"><xsl:attribute name="label"><xsl:value-of select="$S[../@id = concat('theme.', current()/@name)]"/></xsl:attribute></xsl:when>
      <xsl:otherwise><xsl:call-template name="chart-label"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="findings-part">
    <xsl:param name="outcome"/>
    <ch:part kind="{$outcome}" n="{@*[local-name() = $outcome] | *[local-name() = 'count'][@outcome = $outcome]/@n}"/>
  </xsl:template>

  <xsl:template name="findings-words">
    <xsl:variable name="bars" select="/*/*[local-name() = 'verdict']/*[local-name() = 'theme'] | $sizes[*[local-name() = 'count']]"/>
    <xsl:value-of select="$S[../@id = 'chart.findings.alt']"/>
    <xsl:for-each select="$bars">
      <xsl:variable name="bar" select="."/>
      <xsl:text> </xsl:text>
      <xsl:choose>
        <xsl:when test="@name"><xsl:value-of select="$S[../@id = concat('theme.', $bar/@name)]"/></xsl:when>
        <xsl:otherwise><xsl:call-template name="word"><xsl:with-param name="text" select="@label"/></xsl:call-template></xsl:otherwise>
      </xsl:choose>
      <xsl:value-of select="concat($colon, ' ')"/>
      <xsl:for-each select="$stacked">
        <xsl:variable name="outcome" select="substring-after(../@id, '.')"/>
        <xsl:if test="position() &gt; 1">, </xsl:if>
        <xsl:value-of select="concat(., ' ', $bar/@*[local-name() = $outcome]
            | $bar/*[local-name() = 'count'][@outcome = $outcome]/@n)"/>
      </xsl:for-each>
      <xsl:text>.</xsl:text>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="findings-caption">
    <xsl:choose>
      <xsl:when test="/*/*[local-name() = 'verdict']"><xsl:value-of select="$S[../@id = 'chart.findings.themes']"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$S[../@id = 'chart.findings.options']"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- Quality lost against the parent. -->

  <xsl:template name="losses-chart">
    <xsl:param name="losses"/>
    <xsl:param name="width" select="470"/>
    <xsl:variable name="measured" select="$losses[@difference != '']"/>
    <xsl:if test="$measured and count($losses) &lt;= $drawn-most">
      <ch:interval lang="{$lang}" width="{$width}" x-title="{$S[../@id = 'chart.losses.axis']}"
          margin-title="{$S[../@id = 'margin']}">
        <xsl:attribute name="alt">
          <xsl:call-template name="losses-words"><xsl:with-param name="losses" select="$losses"/></xsl:call-template>
        </xsl:attribute>
        <xsl:for-each select="$losses">
          <ch:row label="{@criterion}" sub="{concat(@option, ' / ', @parent)}" low="{@low}" point="{@difference}"
              high="{@high}" margin="{@loss-max}" kind="{@within-margin}">
            <xsl:attribute name="verdict">
              <xsl:call-template name="symbol-of"><xsl:with-param name="value" select="@within-margin"/></xsl:call-template>
              <xsl:value-of select="concat('&#xA0;', $S[../@id = concat('chart.within.', current()/@within-margin)])"/>
            </xsl:attribute>
          </ch:row>
        </xsl:for-each>
      </ch:interval>
    </xsl:if>
  </xsl:template>

  <xsl:template name="losses-words">
    <xsl:param name="losses"/>
    <xsl:value-of select="$S[../@id = 'chart.losses.alt']"/>
    <xsl:for-each select="$losses">
      <xsl:value-of select="concat(' ', @criterion, ', ', @option, $colon, ' ')"/>
      <xsl:choose>
        <xsl:when test="@difference = ''"><xsl:value-of select="$S[../@id = 'chart.within.unknown']"/></xsl:when>
        <xsl:otherwise>
          <xsl:call-template name="decimal"><xsl:with-param name="value" select="@difference"/></xsl:call-template>
          <xsl:if test="@low != '' and @high != ''">
            <xsl:value-of select="concat(', ', $S[../@id = 'chart.from'], ' ')"/>
            <xsl:call-template name="decimal"><xsl:with-param name="value" select="@low"/></xsl:call-template>
            <xsl:value-of select="concat(' ', $S[../@id = 'chart.to'], ' ')"/>
            <xsl:call-template name="decimal"><xsl:with-param name="value" select="@high"/></xsl:call-template>
          </xsl:if>
          <xsl:value-of select="concat(', ', $S[../@id = concat('chart.within.', current()/@within-margin)])"/>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:text>.</xsl:text>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="losses-caption"><xsl:value-of select="$S[../@id = 'chart.losses.caption']"/></xsl:template>

  <xsl:template name="losses-none">
    <xsl:param name="losses"/>
    <xsl:choose>
      <xsl:when test="not($losses[@difference != ''])"><xsl:value-of select="$S[../@id = 'chart.losses.none']"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$S[../@id = 'chart.losses.many']"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The share of the rules in force that passed, audit by audit, of one
       option: for a cell of a table. -->

  <xsl:variable name="audits" select="/*/*[local-name() = 'history']/*[local-name() = 'audit']"/>
  <xsl:variable name="has-history" select="boolean($audits[@dossier-sha256 != ''])"/>

  <xsl:template name="pass-share">
    <xsl:variable name="in-force" select="@pass + @attested + @waived + @unknown + @fail"/>
    <xsl:if test="$in-force &gt; 0"><xsl:value-of select="format-number(@pass div $in-force, '0.0000')"/></xsl:if>
  </xsl:template>

  <xsl:template name="percent">
    <xsl:param name="share"/>
    <xsl:choose>
      <xsl:when test="string($share) = ''">–</xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="round($share * 100)"/>
        <xsl:if test="$lang = 'fr'">&#xA0;</xsl:if>
        <xsl:text>%</xsl:text>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="history-chart">
    <xsl:param name="id" select="@id"/>
    <xsl:variable name="mine" select="$audits[@option = $id]"/>
    <xsl:if test="count($mine) &gt; 1">
      <ch:spark lang="{$lang}" width="34" height="9">
        <xsl:attribute name="alt">
          <xsl:value-of select="concat($S[../@id = 'chart.history.alt'], $colon, ' ')"/>
          <xsl:for-each select="$mine">
            <xsl:variable name="share"><xsl:call-template name="pass-share"/></xsl:variable>
            <xsl:if test="position() &gt; 1">, </xsl:if>
            <xsl:call-template name="percent"><xsl:with-param name="share" select="$share"/></xsl:call-template>
          </xsl:for-each>
          <xsl:text>.</xsl:text>
        </xsl:attribute>
        <xsl:for-each select="$mine">
          <xsl:variable name="share"><xsl:call-template name="pass-share"/></xsl:variable>
          <ch:value v="{$share}"/>
        </xsl:for-each>
      </ch:spark>
    </xsl:if>
  </xsl:template>

  <xsl:template name="history-percent">
    <xsl:param name="id" select="@id"/>
    <xsl:variable name="share">
      <xsl:for-each select="$audits[@option = $id][last()]"><xsl:call-template name="pass-share"/></xsl:for-each>
    </xsl:variable>
    <xsl:call-template name="percent"><xsl:with-param name="share" select="string($share)"/></xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
